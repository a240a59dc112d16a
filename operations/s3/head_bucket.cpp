// https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html
#include "operations/operation.h"
#include "operations/s3/bucket_request.h"

namespace tombola::operations::s3 {

S3Answer head_bucket(OperationContext& context, const S3Request& request) {
  const services::s3::Bucket bucket = bucket_of(request, context);
  return {.headers = {{"x-amz-bucket-region", bucket.region}}};
}

}  // namespace tombola::operations::s3

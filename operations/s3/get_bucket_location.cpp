// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html
//
// The first region is told as an empty text.
#include "operations/operation.h"
#include "operations/s3/bucket_request.h"

namespace tombola::operations::s3 {

S3Answer get_bucket_location(OperationContext& context, const S3Request& request) {
  const services::s3::Bucket bucket = bucket_of(request, context);
  S3Answer answer;
  answer.root = "LocationConstraint";
  answer.document = bucket.region == "us-east-1" ? "" : bucket.region;
  return answer;
}

}  // namespace tombola::operations::s3

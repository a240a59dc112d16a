// https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucket.html
#include "operations/operation.h"
#include "operations/s3/bucket_request.h"

namespace tombola::operations::s3 {

S3Answer delete_bucket(OperationContext& context, const S3Request& request) {
  store_of(context).erase_bucket(request.bucket);
  return {.status = 204};
}

}  // namespace tombola::operations::s3

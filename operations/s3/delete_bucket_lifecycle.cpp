// https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketLifecycle.html
#include "operations/operation.h"
#include "operations/s3/bucket_request.h"

namespace tombola::operations::s3 {

S3Answer delete_bucket_lifecycle(OperationContext& context, const S3Request& request) {
  put_bucket_document(request, context, "lifecycle", "");
  return {.status = 204};
}

}  // namespace tombola::operations::s3

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeletePublicAccessBlock.html
#include "operations/operation.h"
#include "operations/s3/bucket_request.h"

namespace tombola::operations::s3 {

S3Answer delete_public_access_block(OperationContext& context, const S3Request& request) {
  put_bucket_document(request, context, "publicAccessBlock", "");
  return {.status = 204};
}

}  // namespace tombola::operations::s3

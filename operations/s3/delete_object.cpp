// https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObject.html
//
// One that is not there is deleted already.
#include "operations/operation.h"
#include "operations/s3/bucket_request.h"

namespace tombola::operations::s3 {

S3Answer delete_object(OperationContext& context, const S3Request& request) {
  refuse_unserved(request);
  store_of(context).erase(request.bucket, request.key);
  return {.status = 204};
}

}  // namespace tombola::operations::s3

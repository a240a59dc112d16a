// https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjectTagging.html
#include "operations/operation.h"
#include "operations/s3/bucket_request.h"

namespace tombola::operations::s3 {

S3Answer delete_object_tagging(OperationContext& context, const S3Request& request) {
  store_of(context).change(request.bucket, request.key,
                           [](services::s3::Object& object) { object.tagging.clear(); });
  return {.status = 204};
}

}  // namespace tombola::operations::s3

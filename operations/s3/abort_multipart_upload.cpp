// https://docs.aws.amazon.com/AmazonS3/latest/API/API_AbortMultipartUpload.html
#include "operations/operation.h"
#include "operations/s3/bucket_request.h"

namespace tombola::operations::s3 {

S3Answer abort_multipart_upload(OperationContext& context, const S3Request& request) {
  store_of(context).abort_upload(
      {request.bucket, request.key, request.parameter("uploadId").value_or("")});
  return {.status = 204};
}

}  // namespace tombola::operations::s3

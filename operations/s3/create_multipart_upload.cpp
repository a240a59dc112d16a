// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateMultipartUpload.html
#include "operations/operation.h"
#include "operations/s3/bucket_request.h"
#include "operations/s3/object_request.h"

namespace tombola::operations::s3 {

S3Answer create_multipart_upload(OperationContext& context, const S3Request& request) {
  refuse_unserved(request);
  check_key(request);
  services::s3::Upload upload;
  upload.key = request.key;
  take_headers(request, upload.headers, upload.metadata);
  upload.tagging = request.header("x-amz-tagging").value_or("");
  upload = store_of(context).start_upload(request.bucket, std::move(upload));
  S3Answer answer{.headers = {{"x-amz-server-side-encryption", "AES256"}}};
  answer.root = "InitiateMultipartUploadResult";
  answer.document = {
      {"Bucket", request.bucket}, {"Key", request.key}, {"UploadId", upload.upload_id}};
  return answer;
}

}  // namespace tombola::operations::s3

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListMultipartUploads.html
//
// In one page.
#include "operations/operation.h"
#include "operations/s3/bucket_request.h"
#include "services/time_text.h"

namespace tombola::operations::s3 {

S3Answer list_multipart_uploads(OperationContext& context, const S3Request& request) {
  nlohmann::ordered_json uploads = nlohmann::ordered_json::array();
  for (const services::s3::Upload& upload : store_of(context).uploads(request.bucket)) {
    uploads.push_back({{"Key", upload.key},
                       {"UploadId", upload.upload_id},
                       {"StorageClass", "STANDARD"},
                       {"Initiated", services::iso_time(upload.started_ms)}});
  }
  S3Answer answer;
  answer.root = "ListMultipartUploadsResult";
  answer.document = {{"Bucket", request.bucket}, {"IsTruncated", false}};
  answer.document["Upload"] = std::move(uploads);
  return answer;
}

}  // namespace tombola::operations::s3

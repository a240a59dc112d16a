// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListParts.html
//
// In one page.
#include "operations/operation.h"
#include "operations/s3/bucket_request.h"
#include "operations/s3/object_request.h"
#include "services/time_text.h"

namespace tombola::operations::s3 {

S3Answer list_parts(OperationContext& context, const S3Request& request) {
  const std::string upload_id = request.parameter("uploadId").value_or("");
  S3Answer answer;
  answer.root = "ListPartsResult";
  answer.document = {{"Bucket", request.bucket},
                     {"Key", request.key},
                     {"UploadId", upload_id},
                     {"StorageClass", "STANDARD"},
                     {"IsTruncated", false}};
  nlohmann::ordered_json& parts = answer.document["Part"] = nlohmann::ordered_json::array();
  for (const services::s3::Part& part :
       store_of(context).parts({request.bucket, request.key, upload_id})) {
    parts.push_back({{"PartNumber", part.number},
                     {"LastModified", services::iso_time(part.modified_ms)},
                     {"ETag", quoted_tag(part.etag)},
                     {"Size", part.extent.size}});
  }
  return answer;
}

}  // namespace tombola::operations::s3

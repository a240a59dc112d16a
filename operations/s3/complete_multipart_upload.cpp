// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html
#include <charconv>

#include "operations/operation.h"
#include "operations/s3/bucket_request.h"
#include "operations/s3/object_request.h"
#include "services/s3/s3_error.h"
#include "services/s3/xml.h"

namespace tombola::operations::s3 {

namespace {

using WantedParts = std::vector<std::pair<std::uint64_t, std::string>>;

WantedParts wanted_parts(const S3Request& request) {
  const auto wanted = services::s3::json_of_xml(request.body, "CompleteMultipartUpload");
  if (!wanted.contains("Part")) {
    throw services::s3::malformed_xml();
  }
  WantedParts parts;
  for (const nlohmann::json& part : wanted.at("Part")) {
    const std::string text = services::s3::text_of(part, "PartNumber");
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) {
      throw services::s3::malformed_xml();
    }
    std::string etag = services::s3::text_of(part, "ETag");
    std::erase(etag, '"');
    if (!parts.empty() && parts.back().first >= number) {
      throw services::s3::invalid_part_order();
    }
    parts.emplace_back(number, std::move(etag));
  }
  return parts;
}

}  // namespace

S3Answer complete_multipart_upload(OperationContext& context, const S3Request& request) {
  const std::string upload_id = request.parameter("uploadId").value_or("");
  const services::s3::Object object = store_of(context).complete_upload(
      {request.bucket, request.key, upload_id}, wanted_parts(request));
  S3Answer answer{.headers = {{"x-amz-server-side-encryption", "AES256"}}};
  answer.root = "CompleteMultipartUploadResult";
  answer.document = {
      {"Location", "http://" + context.endpoint + "/" + request.bucket + "/" + request.key},
      {"Bucket", request.bucket},
      {"Key", request.key},
      {"ETag", quoted_tag(object.etag)}};
  return answer;
}

}  // namespace tombola::operations::s3

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPart.html
#include <charconv>

#include "dynamodb/limits.h"
#include "operations/operation.h"
#include "operations/s3/bucket_request.h"
#include "operations/s3/object_request.h"
#include "services/digest.h"
#include "services/s3/s3_error.h"

namespace tombola::operations::s3 {

S3Answer upload_part(OperationContext& context, const S3Request& request) {
  if (request.header("x-amz-copy-source")) {
    throw services::s3::not_implemented("UploadPartCopy");
  }
  const std::string text = request.parameter("partNumber").value_or("");
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < 1 ||
      number > static_cast<std::uint64_t>(limits::upload_parts_max)) {
    throw services::s3::invalid_argument(
        "Part number must be an integer between 1 and 10000, inclusive");
  }
  const auto checksum = verified_checksum(request);
  services::s3::Part part;
  part.number = number;
  part.etag = services::hexadecimal(services::md5(request.body));
  const std::string upload_id = request.parameter("uploadId").value_or("");
  store_of(context).put_part({request.bucket, request.key, upload_id}, part, request.body);
  S3Answer answer{
      .headers = {{"ETag", quoted_tag(part.etag)}, {"x-amz-server-side-encryption", "AES256"}}};
  if (checksum) {
    answer.headers.emplace_back(checksum_header(checksum->algorithm), checksum->value);
  }
  return answer;
}

}  // namespace tombola::operations::s3

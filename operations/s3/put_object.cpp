// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
#include "operations/operation.h"
#include "operations/s3/bucket_request.h"
#include "operations/s3/object_request.h"
#include "services/digest.h"

namespace tombola::operations::s3 {

S3Answer put_object(OperationContext& context, const S3Request& request) {
  refuse_unserved(request);
  check_key(request);
  const auto checksum = verified_checksum(request);
  services::s3::Object object;
  take_headers(request, object.headers, object.metadata);
  object.tagging = request.header("x-amz-tagging").value_or("");
  object.etag = services::hexadecimal(services::md5(request.body));
  if (checksum) {
    object.checksum_algorithm = checksum->algorithm;
    object.checksum = checksum->value;
  }
  object = store_of(context).put(request.bucket, request.key, std::move(object), request.body,
                                 [&](const std::optional<services::s3::Object>& current) {
                                   check_write_conditions(request, current);
                                 });
  S3Answer answer{
      .headers = {{"ETag", quoted_tag(object.etag)}, {"x-amz-server-side-encryption", "AES256"}}};
  if (checksum) {
    answer.headers.emplace_back(checksum_header(checksum->algorithm), checksum->value);
    answer.headers.emplace_back("x-amz-checksum-type", "FULL_OBJECT");
  }
  return answer;
}

}  // namespace tombola::operations::s3

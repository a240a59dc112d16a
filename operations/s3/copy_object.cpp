// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
#include "operations/operation.h"
#include "operations/s3/bucket_request.h"
#include "operations/s3/object_request.h"
#include "services/digest.h"
#include "services/s3/s3_error.h"
#include "services/time_text.h"

namespace tombola::operations::s3 {

namespace {

using services::s3::Object;
using services::s3::ObjectStore;

struct Source {
  std::string bucket;
  std::string key;
};

// /bucket/key or bucket/key, percent-encoded
Source source_of(const S3Request& request) {
  const std::string text = percent_decoded(request.header("x-amz-copy-source").value_or(""));
  const std::size_t start = text.starts_with('/') ? 1 : 0;
  const std::size_t slash = text.find('/', start);
  if (slash == std::string::npos || slash + 1 == text.size()) {
    throw services::s3::invalid_argument(
        "Copy Source must mention the source bucket and key: sourcebucket/sourcekey");
  }
  Source source{text.substr(start, slash - start), text.substr(slash + 1)};
  if (const std::size_t version = source.key.find("?versionId="); version != std::string::npos) {
    throw services::s3::not_implemented("versionId");
  }
  return source;
}

}  // namespace

S3Answer copy_object(OperationContext& context, const S3Request& request) {
  refuse_unserved(request);
  check_key(request);
  const Source source = source_of(request);
  const bool replace = request.header("x-amz-metadata-directive") == "REPLACE";
  if (!replace && source.bucket == request.bucket && source.key == request.key) {
    throw services::s3::invalid_request(
        "This copy request is illegal because it is trying to copy an object to itself without "
        "changing the object's metadata, storage class, website redirect location or encryption "
        "attributes.");
  }
  const auto found = store_of(context).read(source.bucket, source.key, [&](const Object& object) {
    check_read_conditions(request, object, "x-amz-copy-source-");
    return ObjectStore::Slice{0, object.size};
  });
  if (!found) {
    throw services::s3::no_such_key(source.key);
  }
  Object copy = found->first;
  copy.etag = services::hexadecimal(services::md5(found->second));
  if (replace) {
    copy.headers.clear();
    copy.metadata.clear();
    take_headers(request, copy.headers, copy.metadata);
  }
  if (request.header("x-amz-tagging-directive") == "REPLACE") {
    copy.tagging = request.header("x-amz-tagging").value_or("");
  }
  copy = store_of(context).put(
      request.bucket, request.key, std::move(copy), found->second,
      [&](const std::optional<Object>& current) { check_write_conditions(request, current); });
  S3Answer answer;
  answer.root = "CopyObjectResult";
  answer.document = {{"LastModified", services::iso_time(copy.modified_ms)},
                     {"ETag", quoted_tag(copy.etag)}};
  return answer;
}

}  // namespace tombola::operations::s3

#include "operations/s3/bucket_request.h"

#include <array>

#include "services/s3/s3_error.h"
#include "services/s3/xml.h"

namespace tombola::operations::s3 {
namespace {

constexpr std::array<std::string_view, 7> unserved_headers = {
    "x-amz-object-lock-mode",
    "x-amz-object-lock-retain-until-date",
    "x-amz-object-lock-legal-hold",
    "x-amz-server-side-encryption-customer-algorithm",
    "x-amz-website-redirect-location",
    "x-amz-write-offset-bytes",
    "x-amz-copy-source-server-side-encryption-customer-algorithm"};

}  // namespace

void refuse_unserved(const S3Request& request) {
  for (const std::string_view name : unserved_headers) {
    if (request.header(name)) {
      throw services::s3::not_implemented(name);
    }
  }
  const auto version = request.parameter("versionId");
  if (version && *version != "null") {
    throw services::s3::not_implemented("versionId");
  }
}

services::s3::Bucket bucket_of(const S3Request& request, OperationContext& context) {
  auto bucket = store_of(context).find_bucket(request.bucket);
  if (!bucket) {
    throw services::s3::no_such_bucket(request.bucket);
  }
  return std::move(*bucket);
}

std::string bucket_document(const S3Request& request, OperationContext& context,
                            std::string_view name) {
  const services::s3::Bucket bucket = bucket_of(request, context);
  const auto document = bucket.documents.find(std::string(name));
  return document == bucket.documents.end() ? "" : document->second;
}

void put_bucket_document(const S3Request& request, OperationContext& context, std::string_view name,
                         const std::string& document) {
  store_of(context).change_bucket(request.bucket, [&](services::s3::Bucket& bucket) {
    if (document.empty()) {
      bucket.documents.erase(std::string(name));
    } else {
      bucket.documents[std::string(name)] = document;
    }
  });
}

S3Answer put_xml_document(const S3Request& request, OperationContext& context,
                          std::string_view name, std::string_view root) {
  services::s3::json_of_xml(request.body, root);
  put_bucket_document(request, context, name, request.body);
  return {};
}

S3Answer xml_text_answer(const std::string& xml) {
  S3Answer answer;
  answer.headers.emplace_back("Content-Type", "application/xml");
  answer.body = xml;
  return answer;
}

}  // namespace tombola::operations::s3

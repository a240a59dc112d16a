// https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html
#include "dynamodb/limits.h"
#include "operations/operation.h"
#include "operations/s3/bucket_request.h"
#include "operations/s3/object_request.h"
#include "services/s3/s3_error.h"
#include "services/s3/xml.h"

namespace tombola::operations::s3 {

S3Answer delete_objects(OperationContext& context, const S3Request& request) {
  verified_checksum(request);
  const auto wanted = services::s3::json_of_xml(request.body, "Delete");
  if (!wanted.contains("Object") || wanted.at("Object").size() > limits::deleted_objects_max) {
    throw services::s3::malformed_xml();
  }
  bucket_of(request, context);
  const bool quiet = services::s3::text_of(wanted, "Quiet") == "true";
  S3Answer answer;
  answer.root = "DeleteResult";
  answer.document = nlohmann::ordered_json::object();
  for (const nlohmann::json& object : wanted.at("Object")) {
    const std::string key = services::s3::text_of(object, "Key");
    if (key.empty()) {
      throw services::s3::malformed_xml();
    }
    store_of(context).erase(request.bucket, key);
    if (!quiet) {
      nlohmann::ordered_json deleted = {{"Key", key}};
      if (const std::string version = services::s3::text_of(object, "VersionId");
          !version.empty()) {
        deleted["VersionId"] = version;
      }
      answer.document["Deleted"].push_back(std::move(deleted));
    }
  }
  return answer;
}

}  // namespace tombola::operations::s3

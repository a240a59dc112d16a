// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectVersions.html
// Versions are not kept: each object has the one that an object of a bucket without versioning has,
// "null".
#include "operations/operation.h"
#include "operations/s3/bucket_request.h"
#include "operations/s3/object_listing.h"
#include "services/s3/s3_error.h"

namespace tombola::operations::s3 {

S3Answer list_object_versions(OperationContext& context, const S3Request& request) {
  services::s3::ObjectStore::ListRequest list = list_request_of(request);
  list.after = request.parameter("key-marker").value_or("");
  const std::string version_marker = request.parameter("version-id-marker").value_or("");
  if (!version_marker.empty() && list.after.empty()) {
    throw services::s3::invalid_argument(
        "A version-id marker cannot be specified without a key marker.");
  }
  const services::s3::ObjectStore::Listing listing = store_of(context).list(request.bucket, list);
  const auto encoded = key_encoder(request);
  S3Answer answer;
  answer.root = "ListVersionsResult";
  nlohmann::ordered_json& document = answer.document;
  document = {{"Name", request.bucket},
              {"Prefix", encoded(list.prefix)},
              {"KeyMarker", encoded(list.after)},
              {"VersionIdMarker", version_marker}};
  if (listing.truncated) {
    document["NextKeyMarker"] = encoded(listing.last);
    document["NextVersionIdMarker"] = "null";
  }
  document["MaxKeys"] = list.rows_max;
  if (!list.delimiter.empty()) {
    document["Delimiter"] = encoded(list.delimiter);
  }
  if (request.parameter("encoding-type")) {
    document["EncodingType"] = "url";
  }
  document["IsTruncated"] = listing.truncated;
  append_listing(request, listing, context.name_space.account, document);
  if (const auto contents = document.find("Contents"); contents != document.end()) {
    nlohmann::ordered_json versions = std::move(*contents);
    document.erase(contents);
    for (nlohmann::ordered_json& version : versions) {
      version["VersionId"] = "null";
      version["IsLatest"] = true;
    }
    document["Version"] = std::move(versions);
  }
  return answer;
}

}  // namespace tombola::operations::s3

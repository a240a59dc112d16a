// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjects.html
#include "operations/operation.h"
#include "operations/s3/bucket_request.h"
#include "operations/s3/object_listing.h"

namespace tombola::operations::s3 {

S3Answer list_objects(OperationContext& context, const S3Request& request) {
  services::s3::ObjectStore::ListRequest list = list_request_of(request);
  list.after = request.parameter("marker").value_or("");
  const services::s3::ObjectStore::Listing listing = store_of(context).list(request.bucket, list);
  const auto encoded = key_encoder(request);
  S3Answer answer;
  answer.root = "ListBucketResult";
  nlohmann::ordered_json& document = answer.document;
  document = {
      {"Name", request.bucket}, {"Prefix", encoded(list.prefix)}, {"Marker", encoded(list.after)}};
  if (listing.truncated && !list.delimiter.empty()) {
    document["NextMarker"] = encoded(listing.last);
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
  return answer;
}

}  // namespace tombola::operations::s3

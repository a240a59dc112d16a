// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
#include "dynamodb/json/json_text.h"
#include "operations/operation.h"
#include "operations/s3/bucket_request.h"
#include "operations/s3/object_listing.h"
#include "services/s3/s3_error.h"

namespace tombola::operations::s3 {

S3Answer list_objects_v2(OperationContext& context, const S3Request& request) {
  services::s3::ObjectStore::ListRequest list = list_request_of(request);
  const auto token = request.parameter("continuation-token");
  if (token) {
    const auto last = dynamodb::from_base64(*token);
    if (!last) {
      throw services::s3::invalid_argument("The continuation token provided is incorrect");
    }
    list.after = *last;
  } else {
    list.after = request.parameter("start-after").value_or("");
  }
  const services::s3::ObjectStore::Listing listing = store_of(context).list(request.bucket, list);
  const auto encoded = key_encoder(request);
  S3Answer answer;
  answer.root = "ListBucketResult";
  nlohmann::ordered_json& document = answer.document;
  document = {{"Name", request.bucket}, {"Prefix", encoded(list.prefix)}};
  if (token) {
    document["ContinuationToken"] = *token;
  }
  if (const auto start = request.parameter("start-after")) {
    document["StartAfter"] = encoded(*start);
  }
  document["KeyCount"] = listing.objects.size() + listing.common_prefixes.size();
  document["MaxKeys"] = list.rows_max;
  if (!list.delimiter.empty()) {
    document["Delimiter"] = encoded(list.delimiter);
  }
  if (request.parameter("encoding-type")) {
    document["EncodingType"] = "url";
  }
  document["IsTruncated"] = listing.truncated;
  if (listing.truncated) {
    document["NextContinuationToken"] = dynamodb::to_base64(listing.last);
  }
  const bool wants_owner = request.parameter("fetch-owner") == "true";
  append_listing(request, listing, wants_owner ? context.name_space.account : "", document);
  return answer;
}

}  // namespace tombola::operations::s3

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html
#include <algorithm>
#include <cctype>

#include "dynamodb/limits.h"
#include "operations/operation.h"
#include "operations/s3/bucket_request.h"
#include "services/s3/asset_bucket.h"
#include "services/s3/s3_error.h"
#include "services/s3/xml.h"

namespace tombola::operations::s3 {

namespace {

// "Bucket naming rules"
bool is_bucket_name(std::string_view name) {
  const auto plain = [](unsigned char letter) {
    return std::islower(letter) != 0 || std::isdigit(letter) != 0;
  };
  const bool letters = std::all_of(name.begin(), name.end(), [&](unsigned char letter) {
    return plain(letter) || letter == '-' || letter == '.';
  });
  return name.size() >= limits::bucket_name_length_min &&
         name.size() <= limits::bucket_name_length_max && letters &&
         plain(static_cast<unsigned char>(name.front())) &&
         plain(static_cast<unsigned char>(name.back())) &&
         name.find("..") == std::string_view::npos;
}

}  // namespace

S3Answer create_bucket(OperationContext& context, const S3Request& request) {
  if (!is_bucket_name(request.bucket)) {
    throw services::s3::invalid_bucket_name(request.bucket);
  }
  if (request.header("x-amz-bucket-object-lock-enabled") == "true") {
    throw services::s3::not_implemented("x-amz-bucket-object-lock-enabled");
  }
  services::s3::Bucket bucket;
  bucket.name = request.bucket;
  bucket.account = context.name_space.account;
  bucket.region = context.name_space.region;
  if (!request.body.empty()) {
    const auto configuration = services::s3::json_of_xml(request.body, "CreateBucketConfiguration");
    const std::string location = services::s3::text_of(configuration, "LocationConstraint");
    bucket.region = location.empty() ? bucket.region : location;
  }
  // Only the first region takes the same again, as it always did; CDK's own bucket may be there
  // because somebody asked for it.
  const bool may_be_there =
      bucket.region == "us-east-1" || services::s3::asset_bucket(bucket.name).has_value();
  if (!store_of(context).create_bucket(bucket) && !may_be_there) {
    throw services::s3::bucket_already_owned_by_you(request.bucket);
  }
  return {.headers = {{"Location", "/" + request.bucket}}};
}

}  // namespace tombola::operations::s3

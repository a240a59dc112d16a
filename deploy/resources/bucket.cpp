// AWS::S3::Bucket and AWS::S3::BucketPolicy. A bucket's settings are documents of S3's own, which its
// operations keep; how CloudFormation writes them is turned into XML here.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-s3-bucket.html
#include <array>

#include "deploy/resources/families.h"
#include "deploy/resources/properties.h"
#include "deploy/resources/resource_error.h"
#include "services/s3/xml.h"

namespace tombola::deploy {
namespace {

constexpr std::size_t bucket_name_length_max = 63;

// The document that a property comes to.
using Document = Json (*)(const Json& property);

// Structures of the same members in both; a list is an element for each.
Json as_it_is(const Json& property) {
  return property;
}

Json encryption(const Json& property) {
  Json rules = Json::array();
  const Json given = member(property, "ServerSideEncryptionConfiguration");
  for (const Json& one : given) {
    Json rule = Json::object();
    if (const Json by_default = member(one, "ServerSideEncryptionByDefault");
        !by_default.is_null()) {
      rule["ApplyServerSideEncryptionByDefault"] = by_default;
    }
    if (const Json key = member(one, "BucketKeyEnabled"); !key.is_null()) {
      rule["BucketKeyEnabled"] = key;
    }
    rules.push_back(std::move(rule));
  }
  return {{"Rule", std::move(rules)}};
}

// CloudFormation has members of a rule that S3 has within Filter, Expiration and the like.
Json lifecycle_rule(const Json& given) {
  Json rule = Json::object();
  for (const char* name : {"Id", "Status"}) {
    if (const Json value = member(given, name); !value.is_null()) {
      rule[name == std::string_view("Id") ? "ID" : name] = value;
    }
  }
  rule["Filter"] = {{"Prefix", member(given, "Prefix").is_null() ? Json("") : given["Prefix"]}};
  Json expiration = Json::object();
  for (const auto& [ours, theirs] :
       {std::pair("ExpirationInDays", "Days"), std::pair("ExpirationDate", "Date"),
        std::pair("ExpiredObjectDeleteMarker", "ExpiredObjectDeleteMarker")}) {
    if (const Json value = member(given, ours); !value.is_null()) {
      expiration[theirs] = value;
    }
  }
  if (!expiration.empty()) {
    rule["Expiration"] = std::move(expiration);
  }
  if (const Json days = member(given, "NoncurrentVersionExpirationInDays"); !days.is_null()) {
    rule["NoncurrentVersionExpiration"] = {{"NoncurrentDays", days}};
  }
  for (const char* name : {"NoncurrentVersionExpiration", "AbortIncompleteMultipartUpload"}) {
    if (const Json value = member(given, name); value.is_object()) {
      rule[name] = value;
    }
  }
  return rule;
}

Json lifecycle(const Json& property) {
  Json rules = Json::array();
  const Json given = member(property, "Rules");
  for (const Json& one : given) {
    rules.push_back(lifecycle_rule(one));
  }
  return {{"Rule", std::move(rules)}};
}

Json tagging(const Json& property) {
  return {{"TagSet", {{"Tag", property}}}};
}

struct Setting {
  const char* property;
  const char* put;
  const char* remove;  // null: put again, with what it is without
  const char* query;
  const char* root;
  Document document;
};

constexpr std::array<Setting, 5> settings = {
    {{"BucketEncryption", "PutBucketEncryption", "DeleteBucketEncryption", "encryption",
      "ServerSideEncryptionConfiguration", encryption},
     {"LifecycleConfiguration", "PutBucketLifecycleConfiguration", "DeleteBucketLifecycle",
      "lifecycle", "LifecycleConfiguration", lifecycle},
     {"PublicAccessBlockConfiguration", "PutPublicAccessBlock", "DeletePublicAccessBlock",
      "publicAccessBlock", "PublicAccessBlockConfiguration", as_it_is},
     {"Tags", "PutBucketTagging", "DeleteBucketTagging", "tagging", "Tagging", tagging},
     {"VersioningConfiguration", "PutBucketVersioning", nullptr, "versioning",
      "VersioningConfiguration", as_it_is}}};

void apply_settings(const ResourceContext& context, const std::string& bucket, const Json& before,
                    const Json& after) {
  for (const Setting& setting : settings) {
    if (!differs(before, after, setting.property)) {
      continue;
    }
    Json property = member(after, setting.property);
    if (property.is_null() && setting.remove != nullptr) {
      context.call_s3({.operation = setting.remove, .bucket = bucket, .query = setting.query});
      continue;
    }
    if (property.is_null()) {
      property = {{"Status", "Suspended"}};
    }
    context.call_s3({.operation = setting.put,
                     .bucket = bucket,
                     .query = setting.query,
                     .body = services::s3::xml_of(setting.root, setting.document(property))});
  }
}

Made bucket_made(const ResourceContext& context, const std::string& name) {
  const std::string& region = context.pseudo().region;
  return {name,
          {{"Arn", "arn:aws:s3:::" + name},
           {"DomainName", name + ".s3.amazonaws.com"},
           {"DualStackDomainName", name + ".s3.dualstack." + region + ".amazonaws.com"},
           {"RegionalDomainName", name + ".s3." + region + ".amazonaws.com"},
           {"WebsiteURL", "http://" + name + ".s3-website-" + region + ".amazonaws.com"}}};
}

Made create_bucket(const ResourceContext& context, const Json& properties) {
  const std::string name = properties.contains("BucketName")
                               ? scalar_text(properties["BucketName"])
                               : context.lower_physical_name(bucket_name_length_max);
  context.call_s3({.operation = "CreateBucket", .bucket = name});
  after_creation(name, [&] { apply_settings(context, name, Json::object(), properties); });
  return bucket_made(context, name);
}

void delete_bucket(const ResourceContext& context, const Made& made, const Json& /*properties*/) {
  context.call_s3({.operation = "DeleteBucket", .bucket = made.physical_id});
}

Made update_bucket(const ResourceContext& context, const ResourceType::Update& update) {
  apply_settings(context, update.made.physical_id, update.before, update.after);
  return update.made;
}

// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-s3-bucketpolicy.html
Made put_bucket_policy(const ResourceContext& context, const Json& properties) {
  const std::string bucket = member(properties, "Bucket").get<std::string>();
  context.call_s3({.operation = "PutBucketPolicy",
                   .bucket = bucket,
                   .query = "policy",
                   .body = document_text(member(properties, "PolicyDocument"))});
  return {bucket};
}

Made update_bucket_policy(const ResourceContext& context, const ResourceType::Update& update) {
  return put_bucket_policy(context, update.after);
}

void delete_bucket_policy(const ResourceContext& context, const Made& made,
                          const Json& /*properties*/) {
  context.call_s3(
      {.operation = "DeleteBucketPolicy", .bucket = made.physical_id, .query = "policy"});
}

// Objects are always their bucket's owner's, whatever OwnershipControls says.
constexpr ResourceType types[] = {
    {"AWS::S3::Bucket", "Arn DomainName DualStackDomainName RegionalDomainName WebsiteURL",
     create_bucket, update_bucket, delete_bucket,
     "BucketEncryption BucketName LifecycleConfiguration OwnershipControls "
     "PublicAccessBlockConfiguration Tags VersioningConfiguration"},
    {"AWS::S3::BucketPolicy", "", put_bucket_policy, update_bucket_policy, delete_bucket_policy},
};

}  // namespace

std::span<const ResourceType> bucket_types() {
  return types;
}

}  // namespace tombola::deploy

#include "deploy/project/table_settings.h"

#include <fmt/format.h>

namespace tombola::deploy {
namespace {

class Keys {
 public:
  // A KeySchema. `of`: an object with partitionKey and maybe sortKey.
  Json schema(const CheckedJson& of) {
    Json schema = Json::array();
    schema.push_back(
        {{"AttributeName", attribute(of.member("partitionKey"))}, {"KeyType", "HASH"}});
    if (const auto sort_key = of.find("sortKey")) {
      schema.push_back({{"AttributeName", attribute(*sort_key)}, {"KeyType", "RANGE"}});
    }
    return schema;
  }

  Json definitions() const {
    Json definitions = Json::array();
    for (const auto& [name, type] : types_.items()) {
      definitions.push_back({{"AttributeName", name}, {"AttributeType", type}});
    }
    return definitions;
  }

 private:
  std::string attribute(const CheckedJson& key) {
    std::string name;
    std::string type = "S";
    if (key.is_object()) {
      key.check_members({"name", "type"});
      name = key.member("name").text();
      type = key.member("type").text();
      if (type != "S" && type != "N" && type != "B") {
        key.member("type").fail("it must be S, N or B");
      }
    } else {
      name = key.text();
    }
    const auto [known, is_new] = types_.emplace(name, type);
    if (!is_new && known->get_ref<const std::string&>() != type) {
      key.fail(fmt::format("{} is of type {} elsewhere", name, known->get<std::string>()));
    }
    return name;
  }

  Json types_ = Json::object();  // by the attribute's name
};

}  // namespace

Json table_properties(const std::string& name, const CheckedJson& table) {
  table.check_members({"partitionKey", "sortKey", "stream", "timeToLive", "indexes"});
  Keys keys;
  Json properties = {
      {"TableName", name}, {"BillingMode", "PAY_PER_REQUEST"}, {"KeySchema", keys.schema(table)}};
  if (const auto indexes = table.find("indexes")) {
    Json made = Json::array();
    for (const auto& [index_name, index] : indexes->members()) {
      index.check_members({"partitionKey", "sortKey"});
      made.push_back({{"IndexName", index_name},
                      {"KeySchema", keys.schema(index)},
                      {"Projection", {{"ProjectionType", "ALL"}}}});
    }
    properties["GlobalSecondaryIndexes"] = std::move(made);
  }
  properties["AttributeDefinitions"] = keys.definitions();
  const auto stream = table.find("stream");
  if (!stream || stream->value() != false) {
    properties["StreamSpecification"] = {
        {"StreamViewType", stream ? stream->text() : "NEW_AND_OLD_IMAGES"}};
  }
  if (const auto time_to_live = table.find("timeToLive")) {
    properties["TimeToLiveSpecification"] = {{"AttributeName", time_to_live->text()},
                                             {"Enabled", true}};
  }
  return properties;
}

}  // namespace tombola::deploy

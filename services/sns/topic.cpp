// Rows: {"version":1,"account":...,"region":...,"name":...,"attributes":{},"tags":{}} and
// {"version":1,"topic":...,"id":...,"protocol":...,"endpoint":...,"attributes":{}}.
#include "services/sns/topic.h"

#include <stdexcept>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace tombola::services::sns {
namespace {

using nlohmann::json;
using Texts = std::map<std::string, std::string>;

constexpr int row_version = 1;

json parse_row(std::string_view row) {
  json document = json::parse(row);
  if (document.at("version") != row_version) {
    throw std::runtime_error("a topic's row has an unknown version");
  }
  return document;
}

}  // namespace

std::string Topic::arn() const {
  return fmt::format("arn:aws:sns:{}:{}:{}", name_space.region, name_space.account, name);
}

bool Subscription::is_raw() const {
  const auto raw = attributes.find("RawMessageDelivery");
  return raw != attributes.end() && raw->second == "true";
}

std::string topic_to_json(const Topic& topic) {
  return json{{"version", row_version},
              {"account", topic.name_space.account},
              {"region", topic.name_space.region},
              {"name", topic.name},
              {"attributes", topic.attributes},
              {"tags", topic.tags}}
      .dump();
}

std::string subscription_to_json(const Subscription& subscription) {
  return json{{"version", row_version},
              {"topic", subscription.topic_arn},
              {"id", subscription.id},
              {"protocol", subscription.protocol},
              {"endpoint", subscription.endpoint},
              {"attributes", subscription.attributes}}
      .dump();
}

Topic topic_from_json(std::string_view row) {
  const json document = parse_row(row);
  return {{document.at("account"), document.at("region")},
          document.at("name"),
          document.at("attributes").get<Texts>(),
          document.at("tags").get<Texts>()};
}

Subscription subscription_from_json(std::string_view row) {
  const json document = parse_row(row);
  return {document.at("topic"), document.at("id"), document.at("protocol"), document.at("endpoint"),
          document.at("attributes").get<Texts>()};
}

std::optional<TopicName> parse_topic_arn(std::string_view arn) {
  std::vector<std::string> parts;
  while (true) {
    const std::size_t colon = arn.find(':');
    parts.emplace_back(arn.substr(0, colon));
    if (colon == std::string_view::npos) {
      break;
    }
    arn.remove_prefix(colon + 1);
  }
  const bool well_formed = (parts.size() == 6 || parts.size() == 7) && parts[0] == "arn" &&
                           parts[2] == "sns" && !parts[5].empty();
  if (!well_formed) {
    return std::nullopt;
  }
  return TopicName{{parts[4], parts[3]}, parts[5], parts.size() == 7 ? parts[6] : ""};
}

}  // namespace tombola::services::sns

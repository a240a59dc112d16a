#include "operations/logs/log_tags.h"

#include <algorithm>
#include <cctype>

#include <nlohmann/json.hpp>

#include "operations/logs/log_request.h"
#include "services/logs/logs_error.h"
#include "services/logs/logs_limits.h"

namespace tombola::operations::logs {
namespace {

using dynamodb::Field;
using dynamodb::Shape;
using services::logs::LogGroup;
namespace logs_error = services::logs;
namespace limits = services::logs::limits;

bool is_arn(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](unsigned char letter) {
    return std::isalnum(letter) != 0 ||
           std::string_view("_+=/:,.@-#*").find(static_cast<char>(letter)) !=
               std::string_view::npos;
  });
}

// Letters of any alphabet, digits, spaces and these.
bool is_tag_text(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](unsigned char letter) {
    return letter >= 0x80 || std::isalnum(letter) != 0 ||
           std::string_view(" _.:/=+-@").find(static_cast<char>(letter)) != std::string_view::npos;
  });
}

Shape tag_key_shape() {
  return Shape::string().length(1, 128).pattern("^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+)$", is_tag_text);
}

}  // namespace

Shape tag_map_shape() {
  return Shape::map_of(Shape::string().length(0, 256).pattern("^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)$",
                                                              is_tag_text))
      .length(1, limits::tags_max);
}

Shape tag_keys_shape(std::size_t count_min) {
  return Shape::list_of(tag_key_shape()).length(count_min, limits::tags_max);
}

Field resource_arn_field() {
  return {"resourceArn", Shape::string().length(1, 1011).pattern("[\\w+=/:,.@-]*", is_arn),
          dynamodb::Presence::Required};
}

std::map<std::string, std::string> tags_of(const Request& request, std::string_view member) {
  std::map<std::string, std::string> tags;
  if (const auto given = request.member(member)) {
    for (const dynamodb::JsonValue::Member tag : given->members()) {
      if (tag.name.empty() || tag.name.size() > 128 || !is_tag_text(tag.name)) {
        throw logs_error::invalid_parameter(
            "1 validation error detected: Value at '" + std::string(member) +
            "' failed to satisfy constraint: Map keys must satisfy constraint: [Member must have "
            "length less than or equal to 128, Member must have length greater than or equal to 1, "
            "Member must satisfy regular expression pattern: "
            "^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+)$]");
      }
      tags[std::string(tag.name)] = tag.value.as_string();
    }
  }
  return tags;
}

LogGroup tagged_group(const Request& request, OperationContext& context) {
  const auto named =
      services::logs::parse_log_group_arn(request.required("resourceArn").as_string());
  auto group =
      named ? logs_of(context).catalog().find(named->name_space, named->name) : std::nullopt;
  if (!group) {
    throw logs_error::resource_not_found();
  }
  return *group;
}

void add_tags(const LogGroup& group, const std::map<std::string, std::string>& tags,
              OperationContext& context) {
  logs_of(context).catalog().change(group.name_space, group.name, [&](LogGroup& changed) {
    for (const auto& [key, value] : tags) {
      changed.tags[key] = value;
    }
    if (changed.tags.size() > limits::tags_max) {
      throw logs_error::too_many_tags();
    }
  });
}

void remove_tags(const LogGroup& group, dynamodb::JsonValue keys, OperationContext& context) {
  logs_of(context).catalog().change(group.name_space, group.name, [&](LogGroup& changed) {
    for (const dynamodb::JsonValue key : keys.elements()) {
      changed.tags.erase(std::string(key.as_string()));
    }
  });
}

std::string tags_answer(const LogGroup& group) {
  nlohmann::json tags = nlohmann::json::object();
  for (const auto& [key, value] : group.tags) {
    tags[key] = value;
  }
  return nlohmann::json{{"tags", std::move(tags)}}.dump();
}

}  // namespace tombola::operations::logs

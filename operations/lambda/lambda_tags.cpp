#include "operations/lambda/lambda_tags.h"

#include <fmt/format.h>

#include "dynamodb/limits.h"
#include "operations/lambda/lambda_error.h"

namespace tombola::operations::lambda {

std::map<std::string, std::string> tags_of(const Request& request) {
  std::map<std::string, std::string> tags;
  if (const auto json = request.member("Tags")) {
    for (const dynamodb::JsonValue::Member member : json->members()) {
      const std::string_view value = member.value.as_string();
      if (member.name.empty() || member.name.size() > limits::tag_key_length_max ||
          value.size() > limits::tag_value_length_max) {
        throw LambdaError::invalid_parameter(
            fmt::format("Tag keys must have 1 to {} and tag values at most {} characters.",
                        limits::tag_key_length_max, limits::tag_value_length_max));
      }
      tags[std::string(member.name)] = value;
    }
  }
  check_tag_count(tags);
  return tags;
}

void check_tag_count(const std::map<std::string, std::string>& tags) {
  if (tags.size() > limits::tags_max) {
    throw LambdaError::invalid_parameter("Number of tags exceeds resource tag limit.");
  }
}

}  // namespace tombola::operations::lambda

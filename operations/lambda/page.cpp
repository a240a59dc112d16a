#include "operations/lambda/page.h"

#include <algorithm>

#include "dynamodb/json/json_text.h"
#include "dynamodb/limits.h"
#include "operations/lambda/lambda_error.h"

namespace tombola::operations::lambda {

std::string page_of(const Request& request, std::string_view member,
                    std::vector<std::pair<std::string, nlohmann::ordered_json>> rows) {
  const auto limit = static_cast<std::size_t>(std::min<std::int64_t>(
      request.integer("MaxItems").value_or(limits::lambda_page_max), limits::lambda_page_max));
  std::string after;
  if (const auto marker = request.string("Marker"); marker && !marker->empty()) {
    const auto key = dynamodb::from_base64(*marker);
    if (!key) {
      throw LambdaError::invalid_parameter("Invalid pagination token");
    }
    after = *key;
  }
  nlohmann::ordered_json answer;
  nlohmann::ordered_json& page = answer[std::string(member)] = nlohmann::ordered_json::array();
  std::string last;
  for (auto& [key, row] : rows) {
    if (!after.empty() && key <= after) {
      continue;
    }
    if (page.size() == limit) {
      answer["NextMarker"] = dynamodb::to_base64(last);
      break;
    }
    page.push_back(std::move(row));
    last = key;
  }
  return answer.dump();
}

}  // namespace tombola::operations::lambda

// What the requests of the services beside DynamoDB and Lambda have in common: tags and pages.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "dynamodb/validation/shape.h"
#include "operations/request.h"
#include "services/service_error.h"

namespace tombola::operations {

using Texts = std::map<std::string, std::string>;

// [{"Key":"a","Value":"b"}]
dynamodb::Shape tag_list_shape();
Texts tags_of(const Request& request, std::string_view member = "Tags");
// {"a":"b"}
Texts texts_of(const Request& request, std::string_view member);

// The rows [begin, end) of a list, and the token of those behind them. A token is their number.
struct RowPage {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::optional<std::string> next_token;
};
// Throws `bad_token` for a token that was never given.
RowPage page_of(std::size_t rows, std::optional<std::string_view> token, std::size_t size,
                const services::ServiceError& bad_token);

}  // namespace tombola::operations

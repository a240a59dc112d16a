// A checked request, read by member name. JSON null counts as absent, as on AWS.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "dynamodb/json/json_document.h"
#include "dynamodb/validation/shape.h"

namespace tombola::operations {

class Request {
 public:
  // Checks the JSON types and then the constraints of the operation's table of fields. Throws
  // ApiError.
  static Request checked(dynamodb::JsonValue json, const dynamodb::Shape& fields,
                         dynamodb::Wording wording);
  // For parts of a request that were checked with the whole.
  explicit Request(dynamodb::JsonValue json) : json_(json) {}

  bool has(std::string_view name) const { return member(name).has_value(); }
  std::optional<dynamodb::JsonValue> member(std::string_view name) const;
  std::optional<std::string_view> string(std::string_view name) const;
  std::optional<std::int64_t> integer(std::string_view name) const;
  std::optional<bool> boolean(std::string_view name) const;
  std::optional<Request> structure(std::string_view name) const;

  // For members that the table of fields requires.
  dynamodb::JsonValue required(std::string_view name) const { return member(name).value(); }

 private:
  dynamodb::JsonValue json_;
};

}  // namespace tombola::operations

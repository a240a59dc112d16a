#include "operations/request.h"

#include <algorithm>

#include "dynamodb/json/whole_number.h"

namespace tombola::operations {

using dynamodb::JsonType;
using dynamodb::JsonValue;

namespace {

bool lacks_required(JsonValue json, const dynamodb::Shape& fields) {
  const Request request(json);
  return std::any_of(
      fields.fields().begin(), fields.fields().end(), [&](const dynamodb::Field& field) {
        return field.presence == dynamodb::Presence::Required && !request.has(field.name);
      });
}

}  // namespace

Request Request::checked(JsonValue json, const dynamodb::Shape& fields, dynamodb::Wording wording) {
  dynamodb::check_types(json, fields);
  // Where a required member is missing the old framework tells all. Source:
  // paritysuite/dynamodb-conformance, observed in eu-west-2 and us-east-1, 2026-10-09.
  dynamodb::check_constraints(json, fields,
                              lacks_required(json, fields) ? dynamodb::Wording::Old : wording);
  return Request(json);
}

std::optional<JsonValue> Request::member(std::string_view name) const {
  const auto member = json_.find(name);
  return member && member->type() != JsonType::Null ? member : std::nullopt;
}

std::optional<std::string_view> Request::string(std::string_view name) const {
  const auto json = member(name);
  return json ? std::optional(json->as_string()) : std::nullopt;
}

std::optional<std::int64_t> Request::integer(std::string_view name) const {
  const auto json = member(name);
  return json ? std::optional(dynamodb::whole_number(*json)) : std::nullopt;
}

std::optional<bool> Request::boolean(std::string_view name) const {
  const auto json = member(name);
  return json ? std::optional(json->as_bool()) : std::nullopt;
}

std::optional<Request> Request::structure(std::string_view name) const {
  const auto json = member(name);
  return json ? std::optional(Request(*json)) : std::nullopt;
}

}  // namespace tombola::operations

// The request of a Query service, a form, as the JSON that its operation takes:
//
//   AttributeName.1=All              {"AttributeNames":["All"]}            flattened
//   Attribute.1.Name=a&Attribute.1.Value=b   {"Attributes":{"a":"b"}}      flattened
//   Tags.member.1.Key=a              {"Tags":[{"Key":"a"}]}
//   Attributes.entry.1.key=a&Attributes.entry.1.value=b   {"Attributes":{"a":"b"}}
//
// The operation's table of fields says what is a number, a list, a map. Members that it does not
// name are left out, as AWS ignores them. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dynamodb/validation/shape.h"
#include "http/message.h"
#include "server/service_wire.h"

namespace tombola::server {

std::string json_of_form(const std::vector<http::QueryParameter>& form,
                         const dynamodb::Shape& fields, const ServiceWire& wire,
                         std::string_view operation);

}  // namespace tombola::server

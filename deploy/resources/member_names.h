// Names of members: CloudFormation begins them with a capital, API Gateway does not. Pure.
#pragma once

#include <string>
#include <string_view>

#include "deploy/template/template.h"

namespace tombola::deploy {

// "RestApiId": "restApiId"
std::string lower_member(std::string_view name);
// All members of structures, however deep; the members of maps, which an author names, stay.
Json lower_members(const Json& value);

}  // namespace tombola::deploy

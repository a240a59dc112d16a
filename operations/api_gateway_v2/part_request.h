// What creating a part of an HTTP API and changing it have in common: the members that say what it is.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "operations/api_gateway/api_parts.h"

namespace tombola::operations::api_gateway_v2 {

// Creating asks for some members that a change may leave out.
enum class Purpose { Create, Change };

using Members = std::vector<dynamodb::Field>;
Members authorizer_members(Purpose purpose);
Members integration_members(Purpose purpose);
Members route_members(Purpose purpose);
Members stage_members(Purpose purpose);

// apiId, what else the path has, and the members.
dynamodb::Shape part_shape(std::string_view name, const Members& path, const Members& members);
// Those of the members that the request has, as they are kept.
api_gateway::Document kept(dynamodb::JsonValue json, const Members& members);
// Throws not_found when the stage names a deployment that the API does not have.
void check_deployment(const api_gateway::Api& api, const api_gateway::Document& stage);

// Throws bad_request or conflict, unless the route (by its id, or none that is there) may have the key.
void check_route_key(const api_gateway::Api& api, const std::string& route_id,
                     const std::string& key);
void check_route_key_format(std::string_view key);

}  // namespace tombola::operations::api_gateway_v2

// Parts that an API has several of, each under an id or a name: told, listed and deleted in one way.
#pragma once

#include "operations/api_gateway/api_request.h"

namespace tombola::operations::api_gateway {

struct PartKind {
  ApiKind api;
  const char* id_member;  // "authorizer_id"
  Documents Api::*parts;
  const char* missing;  // what is said where there is none
};

inline constexpr PartKind authorizers = {ApiKind::Rest, "authorizer_id", &Api::authorizers,
                                         "Invalid Authorizer identifier specified"};
inline constexpr PartKind models = {ApiKind::Rest, "model_name", &Api::models,
                                    "Invalid model name specified"};
inline constexpr PartKind request_validators = {ApiKind::Rest, "requestvalidator_id",
                                                &Api::request_validators,
                                                "Invalid Request Validator identifier specified"};
inline constexpr PartKind deployments = {ApiKind::Rest, "deployment_id", &Api::deployments,
                                         "Invalid Deployment identifier specified"};

inline constexpr PartKind http_authorizers = {ApiKind::Http, "authorizerId", &Api::authorizers,
                                              "Unable to find Authorizer by id"};
inline constexpr PartKind http_routes = {ApiKind::Http, "routeId", &Api::routes,
                                         "Unable to find Route by key or id"};
inline constexpr PartKind http_integrations = {ApiKind::Http, "integrationId", &Api::integrations,
                                               "Unable to find Integration by id"};
inline constexpr PartKind http_stages = {ApiKind::Http, "stageName", &Api::stages,
                                         "Unable to find Stage by name"};
inline constexpr PartKind http_deployments = {ApiKind::Http, "deploymentId", &Api::deployments,
                                              "Unable to find Deployment by id"};

// What the path names.
const char* api_member_of(const PartKind& kind);
std::string id_of(const PartKind& kind, const Request& request);

// All of these check the request, `shape` being its name, and throw not_found.
std::string get_part(const PartKind& kind, std::string_view shape, OperationContext& context,
                     dynamodb::JsonValue json);
// In one page, whatever the request says.
std::string list_parts(const PartKind& kind, std::string_view shape, OperationContext& context,
                       dynamodb::JsonValue json);
std::string delete_part(const PartKind& kind, std::string_view shape, OperationContext& context,
                        dynamodb::JsonValue json);

// Puts the part under the id that it names itself by, and tells it.
std::string put_part(const PartKind& kind, OperationContext& context, std::string_view api,
                     const std::string& id, const Document& part);
// Has the part edited that the request names, and tells what it is now.
std::string change_part(const PartKind& kind, OperationContext& context, const Request& request,
                        const std::function<void(Document& part)>& edit);

// Patches carry texts: what they changed is a number, or true or false, again.
void make_numbers(Document& document, std::initializer_list<const char*> members);
void make_flags(Document& document, std::initializer_list<const char*> members);

}  // namespace tombola::operations::api_gateway

// An API of API Gateway: a REST API (version 1 of the service) or an HTTP API (version 2). Its parts
// are kept as the documents that AWS's control plane answers with, so what is told of them is what
// was put; server/api_gateway/api_routes.h reads from them how requests are served.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "dynamodb/model/table_definition.h"

namespace tombola::services::api_gateway {

using Document = nlohmann::json;
using Documents = std::map<std::string, Document>;

enum class ApiKind { Rest, Http };

struct Api {
  dynamodb::Namespace name_space;
  std::string id;
  ApiKind kind = ApiKind::Rest;
  std::int64_t created_ms = 0;

  // What GetRestApi or GetApi answers, with the name, and without what is known of every API:
  //   Rest  {"name","binaryMediaTypes"?,"rootResourceId",...}
  //   Http  {"name","corsConfiguration"?,...}
  Document settings = Document::object();

  // Rest: by resource id, as GetResources with its methods embedded answers them:
  //   {"id","parentId"?,"pathPart"?,"path","resourceMethods":{"GET":{"httpMethod",
  //    "authorizationType","methodResponses":{"200":{}},
  //    "methodIntegration":{"type","httpMethod","uri","requestTemplates"?,
  //                         "integrationResponses":{"200":{"statusCode",...}}}}}}
  Documents resources;
  Documents gateway_responses;  // Rest: by responseType

  // Http: by routeId, {"routeId","routeKey":"GET /a","target":"integrations/<id>",...}
  Documents routes;
  // Http: by integrationId, {"integrationId","integrationType","integrationUri",
  // "payloadFormatVersion",...}
  Documents integrations;

  Documents authorizers;         // by id
  Documents models;              // Rest: by name
  Documents request_validators;  // Rest: by id

  Documents deployments;  // by id
  Documents stages;       // by name: {"stageName","variables"?,...}, "stageVariables" of HTTP APIs
  // The API as its deployments found it, by their ids: all of the above but deployments and stages.
  std::map<std::string, std::shared_ptr<const Api>> snapshots;

  const std::string& name() const { return settings.at("name").get_ref<const std::string&>(); }
};

std::string api_to_json(const Api& api);
// Throws std::runtime_error on a row of a version that this build does not know.
Api api_from_json(std::string_view row);

// Ids as AWS makes them: ten small letters and digits of an API, fewer of its parts.
std::string new_api_id();
std::string new_part_id();

// A REST API with its root resource. `settings`: as above, without rootResourceId.
Api new_rest_api(const dynamodb::Namespace& name_space, Document settings, std::int64_t now_ms);
Api new_http_api(const dynamodb::Namespace& name_space, Document settings, std::int64_t now_ms);

// Has the deployment keep the API as it is now.
void take_snapshot(Api& api, const std::string& deployment_id);
// The API as the stage serves it: as it was deployed to it, or as it is, for a stage of an HTTP API that
// deploys by itself. Null: nothing was deployed to it.
std::shared_ptr<const Api> served_by(const std::shared_ptr<const Api>& api, const Document& stage);

// The id of a new resource below `parent_id`; empty: there is no such parent.
std::string add_resource(Api& api, const std::string& parent_id, const std::string& path_part);
// With all that is below it.
void erase_resource(Api& api, const std::string& id);
// Null: there is none.
Document* find_method(Api& api, const std::string& resource_id, const std::string& http_method);

}  // namespace tombola::services::api_gateway

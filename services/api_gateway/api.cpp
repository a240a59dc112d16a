// Row: {"version":1,"account","region","id","kind":"rest","createdMs","settings":{},"resources":{}, the
// other documents by their names, "deployments":{},"stages":{},
// "snapshots":{"<deployment>":{"settings","resources",...}}}.
#include "services/api_gateway/api.h"

#include <stdexcept>
#include <utility>
#include <vector>

#include "services/random_id.h"

namespace tombola::services::api_gateway {
namespace {

constexpr int row_version = 1;
constexpr std::size_t api_id_length = 10;
constexpr std::size_t part_id_length = 7;

Api new_api(ApiKind kind, const dynamodb::Namespace& name_space, Document settings,
            std::int64_t now_ms) {
  Api api;
  api.name_space = name_space;
  api.id = new_api_id();
  api.kind = kind;
  api.created_ms = now_ms;
  api.settings = std::move(settings);
  return api;
}

// What a deployment keeps, besides the settings.
constexpr std::pair<const char*, Documents Api::*> definition_parts[] = {
    {"resources", &Api::resources},
    {"gatewayResponses", &Api::gateway_responses},
    {"routes", &Api::routes},
    {"integrations", &Api::integrations},
    {"authorizers", &Api::authorizers},
    {"models", &Api::models},
    {"requestValidators", &Api::request_validators}};

Document definition_to_json(const Api& api) {
  Document definition = {{"settings", api.settings}};
  for (const auto& [name, part] : definition_parts) {
    definition[name] = api.*part;
  }
  return definition;
}

void read_definition(const Document& definition, Api& api) {
  api.settings = definition.at("settings");
  for (const auto& [name, part] : definition_parts) {
    // Rows know the parts that there were when they were written.
    if (const auto found = definition.find(name); found != definition.end()) {
      api.*part = found->get<Documents>();
    }
  }
}

// The same API without what is below its definition.
Api bare_api(const Api& api) {
  Api bare;
  bare.name_space = api.name_space;
  bare.id = api.id;
  bare.kind = api.kind;
  bare.created_ms = api.created_ms;
  return bare;
}

}  // namespace

std::string api_to_json(const Api& api) {
  Document row = definition_to_json(api);
  row.update(Document{{"version", row_version},
                      {"account", api.name_space.account},
                      {"region", api.name_space.region},
                      {"id", api.id},
                      {"kind", api.kind == ApiKind::Rest ? "rest" : "http"},
                      {"createdMs", api.created_ms},
                      {"deployments", api.deployments},
                      {"stages", api.stages},
                      {"snapshots", Document::object()}});
  for (const auto& [deployment, snapshot] : api.snapshots) {
    row["snapshots"][deployment] = definition_to_json(*snapshot);
  }
  return row.dump();
}

Api api_from_json(std::string_view row) {
  const Document document = Document::parse(row);
  if (document.at("version") != row_version) {
    throw std::runtime_error("an API's row has an unknown version");
  }
  Api api;
  api.name_space = {document.at("account"), document.at("region")};
  api.id = document.at("id");
  api.kind = document.at("kind") == "rest" ? ApiKind::Rest : ApiKind::Http;
  api.created_ms = document.at("createdMs");
  read_definition(document, api);
  api.deployments = document.at("deployments").get<Documents>();
  api.stages = document.at("stages").get<Documents>();
  if (const auto snapshots = document.find("snapshots"); snapshots != document.end()) {
    for (const auto& [deployment, definition] : snapshots->items()) {
      Api snapshot = bare_api(api);
      read_definition(definition, snapshot);
      api.snapshots[deployment] = std::make_shared<const Api>(std::move(snapshot));
    }
  }
  return api;
}

std::string new_api_id() {
  return random_text(small_letters_and_digits, api_id_length);
}

std::string new_part_id() {
  return random_text(small_letters_and_digits, part_id_length);
}

Api new_rest_api(const dynamodb::Namespace& name_space, Document settings, std::int64_t now_ms) {
  Api api = new_api(ApiKind::Rest, name_space, std::move(settings), now_ms);
  const std::string root = random_text(small_letters_and_digits, api_id_length);
  api.settings["rootResourceId"] = root;
  api.resources[root] = {{"id", root}, {"path", "/"}};
  return api;
}

Api new_http_api(const dynamodb::Namespace& name_space, Document settings, std::int64_t now_ms) {
  return new_api(ApiKind::Http, name_space, std::move(settings), now_ms);
}

void take_snapshot(Api& api, const std::string& deployment_id) {
  Api snapshot = api;
  snapshot.deployments.clear();
  snapshot.stages.clear();
  snapshot.snapshots.clear();
  api.snapshots[deployment_id] = std::make_shared<const Api>(std::move(snapshot));
}

std::shared_ptr<const Api> served_by(const std::shared_ptr<const Api>& api, const Document& stage) {
  if (api->kind == ApiKind::Http && stage.value("autoDeploy", false)) {
    return api;
  }
  const auto found = api->snapshots.find(stage.value("deploymentId", ""));
  return found == api->snapshots.end() ? nullptr : found->second;
}

std::string add_resource(Api& api, const std::string& parent_id, const std::string& path_part) {
  const auto parent = api.resources.find(parent_id);
  if (parent == api.resources.end()) {
    return "";
  }
  const std::string parent_path = parent->second.at("path");
  const std::string id = new_part_id();
  api.resources[id] = {{"id", id},
                       {"parentId", parent_id},
                       {"pathPart", path_part},
                       {"path", (parent_path == "/" ? "" : parent_path) + "/" + path_part}};
  return id;
}

void erase_resource(Api& api, const std::string& id) {
  std::vector<std::string> children;
  for (const auto& [child, resource] : api.resources) {
    if (resource.value("parentId", "") == id) {
      children.push_back(child);
    }
  }
  for (const std::string& child : children) {
    erase_resource(api, child);
  }
  api.resources.erase(id);
}

Document* find_method(Api& api, const std::string& resource_id, const std::string& http_method) {
  const auto resource = api.resources.find(resource_id);
  if (resource == api.resources.end()) {
    return nullptr;
  }
  const auto methods = resource->second.find("resourceMethods");
  if (methods == resource->second.end()) {
    return nullptr;
  }
  const auto method = methods->find(http_method);
  return method == methods->end() ? nullptr : &*method;
}

}  // namespace tombola::services::api_gateway

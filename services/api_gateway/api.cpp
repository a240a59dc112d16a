// Row: {"version":1,"account","region","id","kind":"rest","createdMs","settings":{},"resources":{}, and
// the other documents by their names}.
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

}  // namespace

std::string api_to_json(const Api& api) {
  return Document{{"version", row_version},
                  {"account", api.name_space.account},
                  {"region", api.name_space.region},
                  {"id", api.id},
                  {"kind", api.kind == ApiKind::Rest ? "rest" : "http"},
                  {"createdMs", api.created_ms},
                  {"settings", api.settings},
                  {"resources", api.resources},
                  {"gatewayResponses", api.gateway_responses},
                  {"routes", api.routes},
                  {"integrations", api.integrations},
                  {"deployments", api.deployments},
                  {"stages", api.stages}}
      .dump();
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
  api.settings = document.at("settings");
  for (const auto& [name, part] :
       {std::pair{"resources", &api.resources},
        std::pair{"gatewayResponses", &api.gateway_responses}, std::pair{"routes", &api.routes},
        std::pair{"integrations", &api.integrations}, std::pair{"deployments", &api.deployments},
        std::pair{"stages", &api.stages}}) {
    *part = document.at(name).get<Documents>();
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

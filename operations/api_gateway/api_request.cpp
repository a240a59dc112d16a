#include "operations/api_gateway/api_request.h"

#include <algorithm>

#include <fmt/format.h>

#include "services/time_text.h"

namespace tombola::operations::api_gateway {

using dynamodb::JsonType;
using dynamodb::JsonValue;
using dynamodb::Shape;
using services::ServiceError;

ServiceError not_found(std::string message) {
  return ServiceError("NotFoundException", std::move(message), 404);
}

ServiceError bad_request(std::string message) {
  return ServiceError("BadRequestException", std::move(message), 400);
}

ServiceError conflict(std::string message) {
  return ServiceError("ConflictException", std::move(message), 409);
}

Document document_of(JsonValue json) {
  if (json.is_object()) {
    Document object = Document::object();
    for (const JsonValue::Member member : json.members()) {
      if (member.value.type() != JsonType::Null) {
        object[std::string(member.name)] = document_of(member.value);
      }
    }
    return object;
  }
  if (json.is_array()) {
    Document list = Document::array();
    for (const JsonValue element : json.elements()) {
      list.push_back(document_of(element));
    }
    return list;
  }
  switch (json.type()) {
    case JsonType::String:
      return std::string(json.as_string());
    case JsonType::Integer:
      return json.as_integer();
    case JsonType::Decimal:
      return json.as_number();
    case JsonType::Bool:
      return json.as_bool();
    default:
      return nullptr;
  }
}

Document picked(const Document& document, std::initializer_list<const char*> members) {
  Document found = Document::object();
  for (const char* member : members) {
    if (document.contains(member)) {
      found[member] = document.at(member);
    }
  }
  return found;
}

dynamodb::Field path_member(std::string_view name) {
  return {name, Shape::string(), dynamodb::Presence::Required};
}

dynamodb::Field texts_member(std::string_view name) {
  return {name, Shape::map_of(Shape::string())};
}

dynamodb::Field text_member(std::string_view name) {
  return {name, Shape::string()};
}

dynamodb::Field flag_member(std::string_view name) {
  return {name, Shape::boolean()};
}

dynamodb::Field list_member(std::string_view name) {
  return {name, Shape::list_of(Shape::string())};
}

dynamodb::Field patch_member() {
  using enum dynamodb::Presence;
  return {"patchOperations",
          Shape::list_of(Shape::structure(
              "PatchOperation",
              {{"op", Shape::string().one_of({"add", "remove", "replace", "move", "copy", "test"})},
               {"path", Shape::string(), Required},
               {"value", Shape::string()},
               {"from", Shape::string(), Unsupported}}))};
}

namespace {

// One part of a path, whose slashes are written ~1.
std::string unescaped(std::string_view part) {
  std::string text(part);
  for (const auto& [mark, letter] : {std::pair{"~1", "/"}, std::pair{"~0", "~"}}) {
    for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + 1)) {
      text.replace(at, 2, letter);
    }
  }
  return text;
}

void change_part(Document& member, const std::string& key, bool removes, const std::string& value) {
  if (member.is_array()) {  // of texts, each its own key
    std::erase(member.get_ref<Document::array_t&>(), Document(key));
    if (!removes) {
      member.push_back(key);
    }
  } else if (removes) {
    member.erase(key);
  } else {
    member[key] = value;
  }
}

}  // namespace

void apply_patch_operation(const Request& operation,
                           std::initializer_list<std::string_view> allowed, Document& document) {
  const std::string op(operation.string("op").value_or("replace"));
  const std::string path(operation.required("path").as_string());
  const std::size_t slash = path.find('/', 1);
  const std::string name = path.substr(1, slash == std::string::npos ? slash : slash - 1);
  const bool known = path.starts_with('/') &&
                     std::find(allowed.begin(), allowed.end(), name) != allowed.end() &&
                     (op == "add" || op == "replace" || op == "remove");
  if (!known) {
    throw bad_request(
        fmt::format("Invalid patch path '{}' specified for op '{}'. Must be one of: [/{}]", path,
                    op, fmt::join(allowed, ", /")));
  }
  const std::string value(operation.string("value").value_or(""));
  if (slash != std::string::npos) {
    if (!document.contains(name)) {
      document[name] = name == "binaryMediaTypes" ? Document::array() : Document::object();
    }
    change_part(document[name], unescaped(path.substr(slash + 1)), op == "remove", value);
  } else if (op == "remove") {
    document.erase(name);
  } else {
    document[name] = value;
  }
}

void apply_patch(const Request& request, std::initializer_list<std::string_view> allowed,
                 Document& document) {
  if (const auto operations = request.member("patchOperations")) {
    for (const JsonValue operation : operations->elements()) {
      apply_patch_operation(Request(operation), allowed, document);
    }
  }
}

namespace {

ServiceError no_such_api(const OperationContext& context, std::string_view id) {
  return not_found(
      fmt::format("Invalid API identifier specified {}:{}", context.name_space.account, id));
}

}  // namespace

std::shared_ptr<const Api> api_of(OperationContext& context, ApiKind kind, std::string_view id) {
  auto api = context.services->apis().find(context.name_space, kind, id);
  if (!api) {
    throw no_such_api(context, id);
  }
  return api;
}

void change_api(OperationContext& context, ApiKind kind, std::string_view id,
                const std::function<void(Api&)>& edit) {
  if (!context.services->apis().change(context.name_space, kind, id, edit)) {
    throw no_such_api(context, id);
  }
}

void erase_api(OperationContext& context, ApiKind kind, std::string_view id) {
  if (!context.services->apis().erase(context.name_space, kind, id)) {
    throw no_such_api(context, id);
  }
}

std::string all_of(const char* list, const Documents& documents) {
  Document shown = Document::array();
  for (const auto& [name, document] : documents) {
    shown.push_back(document);
  }
  return Document{{list, std::move(shown)}}.dump();
}

const Document& one_of(const Documents& documents, const std::string& name, const char* message) {
  const auto found = documents.find(name);
  if (found == documents.end()) {
    throw not_found(message);
  }
  return found->second;
}

Document shown_api(const Api& api, const OperationContext& context) {
  Document shown = api.settings;
  shown.update(Document{{"disableExecuteApiEndpoint", false}, {"tags", Document::object()}});
  shown.update(api.settings);
  if (api.kind == ApiKind::Rest) {
    shown["id"] = api.id;
    shown["createdDate"] = seconds_of(api.created_ms);
    if (!shown.contains("apiKeySource")) {
      shown["apiKeySource"] = "HEADER";
    }
    if (!shown.contains("endpointConfiguration")) {
      shown["endpointConfiguration"] = {{"types", {"EDGE"}}};
    }
    return shown;
  }
  const std::string port = context.endpoint.substr(
      std::min(context.endpoint.rfind(':') == std::string::npos ? context.endpoint.size()
                                                                : context.endpoint.rfind(':'),
               context.endpoint.size()));
  shown["apiId"] = api.id;
  shown["apiEndpoint"] = fmt::format("http://{}.execute-api.localhost{}", api.id, port);
  shown["createdDate"] = services::iso_time(api.created_ms);
  shown["protocolType"] = "HTTP";
  shown["routeSelectionExpression"] = "$request.method $request.path";
  shown["apiKeySelectionExpression"] = "$request.header.x-api-key";
  return shown;
}

double seconds_of(std::int64_t time_ms) {
  return static_cast<double>(time_ms) / 1000;
}

}  // namespace tombola::operations::api_gateway

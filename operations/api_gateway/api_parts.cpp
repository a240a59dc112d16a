#include "operations/api_gateway/api_parts.h"

#include <fmt/format.h>

namespace tombola::operations::api_gateway {

using dynamodb::Shape;

namespace {

Request checked_part(const PartKind& kind, std::string_view shape, dynamodb::JsonValue json) {
  return Request::checked(json,
                          Shape::structure(shape, {path_member(api_member_of(kind)),
                                                   path_member(kind.id_member),
                                                   {"flatten", Shape::string()}}),
                          dynamodb::Wording::Old);
}

Document number_in(const std::string& text) {
  const Document number = Document::parse(text, nullptr, false);
  if (!number.is_number()) {
    throw bad_request(fmt::format("Invalid patch value '{}', must be a number", text));
  }
  return number;
}

}  // namespace

const char* api_member_of(const PartKind& kind) {
  return kind.api == ApiKind::Rest ? "restapi_id" : "apiId";
}

std::string id_of(const PartKind& kind, const Request& request) {
  return std::string(request.required(kind.id_member).as_string());
}

std::string get_part(const PartKind& kind, std::string_view shape, OperationContext& context,
                     dynamodb::JsonValue json) {
  const Request request = checked_part(kind, shape, json);
  const auto api = api_of(context, kind.api, request.required(api_member_of(kind)).as_string());
  return one_of((*api).*kind.parts, id_of(kind, request), kind.missing).dump();
}

std::string list_parts(const PartKind& kind, std::string_view shape, OperationContext& context,
                       dynamodb::JsonValue json) {
  const Request request =
      Request::checked(json,
                       Shape::structure(shape, {path_member(api_member_of(kind)),
                                                text_member("position"),
                                                {"limit", Shape::integer()},
                                                text_member("nextToken"),
                                                text_member("maxResults")}),
                       dynamodb::Wording::Old);
  const auto api = api_of(context, kind.api, request.required(api_member_of(kind)).as_string());
  return all_of(kind.api == ApiKind::Rest ? "item" : "items", (*api).*kind.parts);
}

std::string delete_part(const PartKind& kind, std::string_view shape, OperationContext& context,
                        dynamodb::JsonValue json) {
  const Request request = checked_part(kind, shape, json);
  change_api(context, kind.api, request.required(api_member_of(kind)).as_string(), [&](Api& api) {
    if ((api.*kind.parts).erase(id_of(kind, request)) == 0) {
      throw not_found(kind.missing);
    }
    if (kind.parts == &Api::deployments) {
      api.snapshots.erase(id_of(kind, request));
    }
  });
  return "";
}

std::string put_part(const PartKind& kind, OperationContext& context, std::string_view api,
                     const std::string& id, const Document& part) {
  change_api(context, kind.api, api, [&](Api& changed) { (changed.*kind.parts)[id] = part; });
  return part.dump();
}

std::string change_part(const PartKind& kind, OperationContext& context, const Request& request,
                        const std::function<void(Document& part)>& edit) {
  Document changed;
  change_api(context, kind.api, request.required(api_member_of(kind)).as_string(), [&](Api& api) {
    changed = one_of(api.*kind.parts, id_of(kind, request), kind.missing);
    edit(changed);
    (api.*kind.parts)[id_of(kind, request)] = changed;
  });
  return changed.dump();
}

void make_numbers(Document& document, std::initializer_list<const char*> members) {
  for (const char* member : members) {
    if (document.contains(member) && document[member].is_string()) {
      document[member] = number_in(document[member].get<std::string>());
    }
  }
}

void make_flags(Document& document, std::initializer_list<const char*> members) {
  for (const char* member : members) {
    if (document.contains(member) && document[member].is_string()) {
      document[member] = document[member] == "true";
    }
  }
}

}  // namespace tombola::operations::api_gateway

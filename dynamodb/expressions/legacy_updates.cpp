// AttributeUpdates and AttributesToGet.
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "dynamodb/expressions/legacy_parameters.h"

namespace tombola::dynamodb {
namespace {

bool is_set(AttributeType type) {
  return type == AttributeType::SS || type == AttributeType::NS || type == AttributeType::BS;
}

UpdateAction read_update(const JsonValue::Member& entry, ValueLayer layer) {
  check_attribute_name(entry.name, layer);
  UpdateAction action;
  action.target = DocumentPath::attribute(std::string(entry.name));
  std::optional<JsonValue> value = entry.value.find("Value");
  bool has_value = value && value->type() != JsonType::Null;
  if (has_value) action.value.value = parse_attribute_value(*value, layer);

  std::optional<JsonValue> name = entry.value.find("Action");
  std::string_view text = name && name->is_string() ? name->as_string() : "PUT";
  if (text == "DELETE") {
    action.type = has_value ? UpdateAction::Type::Delete : UpdateAction::Type::Remove;
    return action;
  }
  action.type = text == "ADD" ? UpdateAction::Type::Add : UpdateAction::Type::Set;
  if (!has_value) {
    throw request_refusal(
        layer, fmt::format("{}Only DELETE action is allowed when no attribute value is specified",
                           invalid_parameter_values));
  }
  return action;
}

void check_operand(const UpdateAction& action, ValueLayer layer) {
  AttributeType type = action.value.value.type();
  if (action.type == UpdateAction::Type::Delete && !is_set(type)) {
    throw request_refusal(layer,
                          fmt::format("{}DELETE action with value is not supported for the type {}",
                                      invalid_parameter_values, to_string(type)));
  }
  bool addable = is_set(type) || type == AttributeType::N || type == AttributeType::L;
  if (action.type == UpdateAction::Type::Add && !addable) {
    throw request_refusal(layer, fmt::format("{}ADD action is not supported for the type {}",
                                             invalid_parameter_values, to_string(type)));
  }
}

}  // namespace

Update parse_attribute_updates(JsonValue attribute_updates, ValueLayer layer) {
  std::vector<UpdateAction> actions;
  for (const JsonValue::Member entry : attribute_updates.members()) {
    actions.push_back(read_update(entry, layer));
    check_operand(actions.back(), layer);
  }
  return Update(Update::Form::AttributeUpdates, std::move(actions));
}

Projection parse_attributes_to_get(JsonValue attributes_to_get, ValueLayer layer) {
  std::set<std::string_view> seen;
  std::vector<DocumentPath> paths;
  for (JsonValue element : attributes_to_get.elements()) {
    std::string_view name = element.as_string();
    check_attribute_name(name, layer);
    if (!seen.insert(name).second) {
      throw request_refusal(layer, fmt::format("{}Duplicate value in attribute name: {}",
                                               invalid_parameter_values, name));
    }
    paths.push_back(DocumentPath::attribute(std::string(name)));
  }
  return Projection(std::move(paths));
}

}  // namespace tombola::dynamodb

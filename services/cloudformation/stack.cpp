#include "services/cloudformation/stack.h"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

namespace tombola::services::cloudformation {
namespace {

using nlohmann::ordered_json;

constexpr int version = 1;

ordered_json parse(std::string_view row) {
  auto json = ordered_json::parse(row);
  if (json.at("version") != version) {
    throw std::runtime_error("a CloudFormation row of another version");
  }
  return json;
}

ordered_json to_json(const StackParameter& parameter) {
  ordered_json json = {{"key", parameter.key}, {"value", parameter.value}};
  if (parameter.resolved_value) {
    json["resolved_value"] = *parameter.resolved_value;
  }
  json["no_echo"] = parameter.no_echo;
  return json;
}

StackParameter parameter_from(const ordered_json& json) {
  StackParameter parameter;
  parameter.key = json.at("key");
  parameter.value = json.at("value");
  if (json.contains("resolved_value")) {
    parameter.resolved_value = json["resolved_value"].get<std::string>();
  }
  parameter.no_echo = json.at("no_echo");
  return parameter;
}

ordered_json to_json(const StackResource& resource) {
  return {{"logical_id", resource.logical_id},
          {"physical_id", resource.physical_id},
          {"type", resource.type},
          {"status", resource.status},
          {"status_reason", resource.status_reason},
          {"time_ms", resource.time_ms},
          {"properties", resource.properties},
          {"attributes", resource.attributes},
          {"metadata", resource.metadata},
          {"deletion_policy", resource.deletion_policy},
          {"update_replace_policy", resource.update_replace_policy},
          {"is_stand_in", resource.is_stand_in},
          {"no_echo", resource.no_echo},
          {"request_id", resource.request_id}};
}

StackResource resource_from(const ordered_json& json) {
  StackResource resource;
  resource.logical_id = json.at("logical_id");
  resource.physical_id = json.at("physical_id");
  resource.type = json.at("type");
  resource.status = json.at("status");
  resource.status_reason = json.at("status_reason");
  resource.time_ms = json.at("time_ms");
  resource.properties = json.at("properties");
  resource.attributes = json.at("attributes");
  resource.metadata = json.at("metadata");
  resource.deletion_policy = json.at("deletion_policy");
  resource.update_replace_policy = json.at("update_replace_policy");
  resource.is_stand_in = json.at("is_stand_in");
  // Rows of before there were custom resources have neither.
  resource.no_echo = json.value("no_echo", false);
  resource.request_id = json.value("request_id", "");
  return resource;
}

ordered_json to_json(const StackOutput& output) {
  return {{"key", output.key},
          {"value", output.value},
          {"description", output.description},
          {"export_name", output.export_name}};
}

StackOutput output_from(const ordered_json& json) {
  return {json.at("key"), json.at("value"), json.at("description"), json.at("export_name")};
}

template <typename Value>
ordered_json list_of(const std::vector<Value>& values) {
  ordered_json list = ordered_json::array();
  for (const Value& value : values) {
    list.push_back(to_json(value));
  }
  return list;
}

template <typename Value>
std::vector<Value> list_from(const ordered_json& json, Value (*read)(const ordered_json&)) {
  std::vector<Value> values;
  for (const ordered_json& value : json) {
    values.push_back(read(value));
  }
  return values;
}

std::string arn_of(const Stack& stack, const std::string& resource) {
  return fmt::format("arn:aws:cloudformation:{}:{}:{}", stack.region, stack.name_space.account,
                     resource);
}

}  // namespace

std::string Stack::arn() const {
  return arn_of(*this, fmt::format("stack/{}/{}", name, id));
}

StackResource* Stack::find_resource(std::string_view logical_id) {
  const auto found = std::find_if(resources.begin(), resources.end(), [&](const auto& resource) {
    return resource.logical_id == logical_id;
  });
  return found == resources.end() ? nullptr : &*found;
}

const StackResource* Stack::find_resource(std::string_view logical_id) const {
  const auto found = std::find_if(resources.begin(), resources.end(), [&](const auto& resource) {
    return resource.logical_id == logical_id;
  });
  return found == resources.end() ? nullptr : &*found;
}

// arn:aws:cloudformation:<region>:<account>:changeSet/<name>/<id>, in the stack's place.
std::string ChangeSet::arn() const {
  return fmt::format("{}changeSet/{}/{}", stack_arn.substr(0, stack_arn.find(":stack/") + 1), name,
                     id);
}

std::string stack_to_json(const Stack& stack) {
  return ordered_json{{"version", version},
                      {"account", stack.name_space.account},
                      {"name_space_region", stack.name_space.region},
                      {"region", stack.region},
                      {"name", stack.name},
                      {"id", stack.id},
                      {"description", stack.description},
                      {"template", stack.template_text},
                      {"parameters", list_of(stack.parameters)},
                      {"outputs", list_of(stack.outputs)},
                      {"tags", stack.tags},
                      {"capabilities", stack.capabilities},
                      {"notification_arns", stack.notification_arns},
                      {"imports", stack.imports},
                      {"role_arn", stack.role_arn},
                      {"parent_arn", stack.parent_arn},
                      {"root_arn", stack.root_arn},
                      {"change_set_id", stack.change_set_id},
                      {"status", stack.status},
                      {"status_reason", stack.status_reason},
                      {"created_ms", stack.created_ms},
                      {"updated_ms", stack.updated_ms},
                      {"deleted_ms", stack.deleted_ms},
                      {"timeout_minutes", stack.timeout_minutes},
                      {"disable_rollback", stack.disable_rollback},
                      {"termination_protection", stack.termination_protection},
                      {"resources", list_of(stack.resources)},
                      {"last_good", stack.last_good}}
      .dump();
}

Stack stack_from_json(std::string_view row) {
  const ordered_json json = parse(row);
  Stack stack;
  stack.name_space.account = json.at("account");
  stack.name_space.region = json.at("name_space_region");
  stack.region = json.at("region");
  stack.name = json.at("name");
  stack.id = json.at("id");
  stack.description = json.at("description");
  stack.template_text = json.at("template");
  stack.parameters = list_from(json.at("parameters"), parameter_from);
  stack.outputs = list_from(json.at("outputs"), output_from);
  stack.tags = json.at("tags").get<std::map<std::string, std::string>>();
  stack.capabilities = json.at("capabilities").get<std::vector<std::string>>();
  stack.notification_arns = json.at("notification_arns").get<std::vector<std::string>>();
  stack.imports = json.at("imports").get<std::vector<std::string>>();
  stack.role_arn = json.at("role_arn");
  stack.parent_arn = json.value("parent_arn", "");  // rows of before there were such stacks
  stack.root_arn = json.value("root_arn", "");
  stack.change_set_id = json.at("change_set_id");
  stack.status = json.at("status");
  stack.status_reason = json.at("status_reason");
  stack.created_ms = json.at("created_ms");
  stack.updated_ms = json.at("updated_ms");
  stack.deleted_ms = json.at("deleted_ms");
  stack.timeout_minutes = json.at("timeout_minutes");
  stack.disable_rollback = json.at("disable_rollback");
  stack.termination_protection = json.at("termination_protection");
  stack.resources = list_from(json.at("resources"), resource_from);
  stack.last_good = json.value("last_good", "");  // rows of before failed updates were kept
  return stack;
}

std::string event_to_json(const StackEvent& event) {
  return ordered_json{{"version", version},
                      {"id", event.id},
                      {"logical_id", event.logical_id},
                      {"physical_id", event.physical_id},
                      {"type", event.type},
                      {"status", event.status},
                      {"reason", event.reason},
                      {"properties", event.properties},
                      {"time_ms", event.time_ms}}
      .dump();
}

StackEvent event_from_json(std::string_view row) {
  const ordered_json json = parse(row);
  return {json.at("id"),     json.at("logical_id"), json.at("physical_id"), json.at("type"),
          json.at("status"), json.at("reason"),     json.at("properties"),  json.at("time_ms")};
}

std::string change_set_to_json(const ChangeSet& change_set) {
  return ordered_json{{"version", version},
                      {"name", change_set.name},
                      {"id", change_set.id},
                      {"stack_arn", change_set.stack_arn},
                      {"stack_name", change_set.stack_name},
                      {"type", change_set.type},
                      {"description", change_set.description},
                      {"status", change_set.status},
                      {"status_reason", change_set.status_reason},
                      {"execution_status", change_set.execution_status},
                      {"template", change_set.template_text},
                      {"on_stack_failure", change_set.on_stack_failure},
                      {"parameters", list_of(change_set.parameters)},
                      {"tags", change_set.tags},
                      {"capabilities", change_set.capabilities},
                      {"notification_arns", change_set.notification_arns},
                      {"role_arn", change_set.role_arn},
                      {"created_ms", change_set.created_ms},
                      {"changes", change_set.changes}}
      .dump();
}

ChangeSet change_set_from_json(std::string_view row) {
  const ordered_json json = parse(row);
  ChangeSet change_set;
  change_set.name = json.at("name");
  change_set.id = json.at("id");
  change_set.stack_arn = json.at("stack_arn");
  change_set.stack_name = json.at("stack_name");
  change_set.type = json.at("type");
  change_set.description = json.at("description");
  change_set.status = json.at("status");
  change_set.status_reason = json.at("status_reason");
  change_set.execution_status = json.at("execution_status");
  change_set.template_text = json.at("template");
  change_set.on_stack_failure = json.at("on_stack_failure");
  change_set.parameters = list_from(json.at("parameters"), parameter_from);
  change_set.tags = json.at("tags").get<std::map<std::string, std::string>>();
  change_set.capabilities = json.at("capabilities").get<std::vector<std::string>>();
  change_set.notification_arns = json.at("notification_arns").get<std::vector<std::string>>();
  change_set.role_arn = json.at("role_arn");
  change_set.created_ms = json.at("created_ms");
  change_set.changes = json.at("changes");
  return change_set;
}

}  // namespace tombola::services::cloudformation

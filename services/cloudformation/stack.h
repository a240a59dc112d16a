// Stacks of CloudFormation, what happened to them, and their change sets; and their rows.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "dynamodb/model/table_definition.h"

namespace tombola::services::cloudformation {

struct StackParameter {
  std::string key;
  std::string value;
  std::optional<std::string> resolved_value;  // of one that names a parameter of Parameter Store
  bool no_echo = false;
};

struct StackResource {
  std::string logical_id;
  std::string physical_id;
  std::string type;
  std::string status;  // "CREATE_COMPLETE"
  std::string status_reason;
  std::int64_t time_ms = 0;
  nlohmann::ordered_json properties;  // as it was made with
  nlohmann::ordered_json attributes;  // of Fn::GetAtt
  nlohmann::ordered_json metadata;
  std::string deletion_policy;
  std::string update_replace_policy;
  bool is_stand_in = false;  // of a type that is not here: nothing but a name
  // Of a custom resource: its attributes are not to be shown; the request that was answered last.
  bool no_echo = false;
  std::string request_id;

  bool is_in_progress() const { return status.ends_with("_IN_PROGRESS"); }
  bool is_there() const { return !physical_id.empty() && status != "DELETE_COMPLETE"; }
};

struct StackOutput {
  std::string key;
  std::string value;
  std::string description;
  std::string export_name;  // empty: none
};

struct Stack {
  dynamodb::Namespace name_space;
  // AWS::Region: what its author works with, also where all regions are shown the same namespace.
  std::string region;
  std::string name;
  std::string id;  // a UUID
  std::string description;
  std::string template_text;
  std::vector<StackParameter> parameters;
  std::vector<StackOutput> outputs;
  std::map<std::string, std::string> tags;
  std::vector<std::string> capabilities;
  std::vector<std::string> notification_arns;
  std::vector<std::string> imports;  // names of exports
  std::string role_arn;
  std::string parent_arn;  // of a stack within a stack, and the one that is in no other
  std::string root_arn;
  std::string change_set_id;  // the one that was executed last
  std::string status;
  std::string status_reason;
  std::int64_t created_ms = 0;
  std::int64_t updated_ms = 0;  // 0: never
  std::int64_t deleted_ms = 0;  // 0: it is there
  std::int64_t timeout_minutes = 0;
  bool disable_rollback = false;
  bool termination_protection = false;
  std::vector<StackResource> resources;  // in the order in which they were made
  // What it was before the update that is under way or has failed, as a row; empty: nothing of that.
  std::string last_good;

  std::string arn() const;
  bool is_deleted() const { return deleted_ms != 0; }
  // Something is being done to it.
  bool is_in_progress() const { return status.ends_with("_IN_PROGRESS") && !is_in_review(); }
  bool is_in_review() const { return status == "REVIEW_IN_PROGRESS"; }
  // Null: none of that id.
  StackResource* find_resource(std::string_view logical_id);
  const StackResource* find_resource(std::string_view logical_id) const;
};

struct StackEvent {
  std::string id;
  std::string logical_id;
  std::string physical_id;
  std::string type;
  std::string status;
  std::string reason;
  std::string properties;  // JSON; empty: none
  std::int64_t time_ms = 0;
};

struct ChangeSet {
  std::string name;
  std::string id;  // a UUID
  std::string stack_arn;
  std::string stack_name;
  std::string type;  // "CREATE", "UPDATE"
  std::string description;
  std::string status;
  std::string status_reason;
  std::string execution_status;
  std::string template_text;
  std::string on_stack_failure;
  std::vector<StackParameter> parameters;
  std::map<std::string, std::string> tags;
  std::vector<std::string> capabilities;
  std::vector<std::string> notification_arns;
  std::string role_arn;
  std::int64_t created_ms = 0;
  // As DescribeChangeSet answers it with IncludePropertyValues.
  nlohmann::ordered_json changes = nlohmann::ordered_json::array();

  std::string arn() const;
};

std::string stack_to_json(const Stack& stack);
std::string event_to_json(const StackEvent& event);
std::string change_set_to_json(const ChangeSet& change_set);
// Throw std::runtime_error on a row of a version that this build does not know.
Stack stack_from_json(std::string_view row);
StackEvent event_from_json(std::string_view row);
ChangeSet change_set_from_json(std::string_view row);

}  // namespace tombola::services::cloudformation

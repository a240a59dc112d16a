// What the requests of CloudFormation have in common.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "dynamodb/validation/shape.h"
#include "operations/cloudformation/stack_engine.h"
#include "operations/operation_context.h"
#include "operations/request.h"
#include "services/cloudformation/stack.h"

namespace tombola::operations::cloudformation {

using services::cloudformation::ChangeSet;
using services::cloudformation::Stack;

// Complaints are ValidationErrors. Throws ServiceError.
Request checked(dynamodb::JsonValue json, const dynamodb::Shape& fields);

// A name or an ARN.
dynamodb::Shape stack_reference_shape();
// StackName, the template, Parameters, Tags, Capabilities and what else CreateStack, UpdateStack and
// CreateChangeSet share; and the request made of them.
std::vector<dynamodb::Field> stack_fields();
StackRequest stack_request(const Request& request, OperationContext& context);

// TemplateBody or what TemplateURL names, one of our S3's objects; none: neither is there. Throws
// ServiceError.
std::optional<std::string> template_text(const Request& request, OperationContext& context);

// Of the URL alone; and of the object's names. Throw ServiceError.
std::string text_of_url(std::string_view url, OperationContext& context);
std::string text_of_object(const std::string& bucket, const std::string& key,
                           OperationContext& context);

// Throws stack_does_not_exist.
Stack stack_named(std::string_view name_or_arn, OperationContext& context);
// By name within a stack, or by ARN. Throws change_set_not_found.
struct FoundChangeSet {
  Stack stack;
  ChangeSet change_set;
};
FoundChangeSet change_set_named(const Request& request, OperationContext& context);

std::vector<std::string> texts(const Request& request, std::string_view name);

// [{"Key","Value"}]
nlohmann::ordered_json tag_list(const std::map<std::string, std::string>& tags);
// [{"ParameterKey","ParameterValue"}], without what is not to be shown.
nlohmann::ordered_json parameter_list(
    const std::vector<services::cloudformation::StackParameter>& parameters);
// A member, unless it is empty.
void add(nlohmann::ordered_json& answer, const char* name, const std::string& value);

}  // namespace tombola::operations::cloudformation

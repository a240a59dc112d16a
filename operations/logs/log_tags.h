// The tags of log groups.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "dynamodb/json/json_document.h"
#include "dynamodb/validation/shape.h"
#include "operations/operation_context.h"
#include "operations/request.h"
#include "services/logs/log_group.h"

namespace tombola::operations::logs {

dynamodb::Shape tag_map_shape();
dynamodb::Shape tag_keys_shape(std::size_t count_min);
dynamodb::Field resource_arn_field();

// Throws ServiceError on a key that cannot be one.
std::map<std::string, std::string> tags_of(const Request& request, std::string_view member);
// The group of resourceArn, with or without ":*". Throws resource_not_found.
services::logs::LogGroup tagged_group(const Request& request, OperationContext& context);

// Throws too_many_tags.
void add_tags(const services::logs::LogGroup& group, const std::map<std::string, std::string>& tags,
              OperationContext& context);
void remove_tags(const services::logs::LogGroup& group, dynamodb::JsonValue keys,
                 OperationContext& context);
// {"tags":{...}}
std::string tags_answer(const services::logs::LogGroup& group);

}  // namespace tombola::operations::logs

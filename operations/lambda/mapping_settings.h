// Event source mappings of the Lambda API: the settings that Create and Update have in common, and
// how a mapping is told.
#pragma once

#include <vector>

#include <nlohmann/json.hpp>

#include "dynamodb/validation/shape.h"
#include "operations/lambda/lambda_context.h"
#include "operations/operation_context.h"
#include "operations/request.h"
#include "triggers/mapping_store.h"

namespace tombola::operations::lambda {

std::vector<dynamodb::Field> mapping_fields();

// Throws LambdaError when a setting says anything that is not for DynamoDB streams, or not served.
void check_mapping_settings(const Request& request);
// The settings that the request names; FunctionName among them. Throws LambdaError: AWS refuses
// one, or there is no such function.
void apply_mapping_settings(const Request& request, const OperationContext& context,
                            triggers::EventSourceMapping& mapping);

// The mapping of that UUID. Throws LambdaError: there is none.
triggers::MappingStore::Stored find_mapping(const OperationContext& context, std::string_view uuid);
// Throws LambdaError when it was made by the command line.
void check_changeable(const triggers::EventSourceMapping& mapping);

// EventSourceMappingConfiguration. `state`: what it is going through, else empty.
nlohmann::ordered_json mapping_configuration(const triggers::MappingStore::Stored& stored,
                                             std::string_view state,
                                             const OperationContext& context);

dynamodb::Field mapping_uuid_field();

}  // namespace tombola::operations::lambda

// Fields that many operations share, as their tables of fields name them.
#pragma once

#include "dynamodb/validation/shape.h"

namespace tombola::operations {

// A name or an ARN, on item operations. Table operations check the name themselves (table_name.h).
dynamodb::Shape table_name_shape();
dynamodb::Shape unchecked_string();
dynamodb::Shape attribute_map();
// A member that AWS has and we refuse by name; its type is not looked at.
dynamodb::Field unsupported(std::string_view name, dynamodb::Shape shape);

dynamodb::Shape return_values_shape();
dynamodb::Shape return_consumed_capacity_shape();
dynamodb::Shape select_shape();
dynamodb::Shape return_item_collection_metrics_shape();
dynamodb::Shape expression_attribute_names_shape();
// Expected, QueryFilter, KeyConditions and ScanFilter.
dynamodb::Shape expected_shape();
dynamodb::Shape filter_conditions_shape();
dynamodb::Shape conditional_operator_shape();
dynamodb::Shape attribute_names_shape();

dynamodb::Shape stream_specification_shape();
dynamodb::Shape provisioned_throughput_shape();
dynamodb::Shape attribute_definitions_shape();
dynamodb::Shape billing_mode_shape();

}  // namespace tombola::operations

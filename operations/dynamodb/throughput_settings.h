// Throughput and encryption of CreateTable's and UpdateTable's requests, tables' and indexes'.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "dynamodb/validation/shape.h"
#include "dynamodb/validation/throughput_rules.h"
#include "operations/request.h"

namespace tombola::operations {

dynamodb::Shape on_demand_throughput_shape();
dynamodb::Shape warm_throughput_shape();
dynamodb::Shape sse_specification_shape();

// Empty when the request has none, or an empty one, which AWS treats alike.
dynamodb::UnitsRequest on_demand_of(const Request& request,
                                    std::string_view member = "OnDemandThroughput");
dynamodb::UnitsRequest warm_of(const Request& request);

// `member`: the ARN of the key it asks for; empty for AWS's own key. Nothing when the
// request has none. Throws ApiError::validation for parts that do not go together. An alias leads
// to the same key each time; that there is such a key is not checked.
std::optional<std::string> kms_key_of(const Request& request, const dynamodb::Namespace& name_space,
                                      std::string_view member = "SSESpecification");

// TableClass. Throws ApiError::validation for one that there is not.
std::optional<std::string> table_class_of(const Request& request);

}  // namespace tombola::operations

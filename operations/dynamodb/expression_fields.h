// How expression parameters and their legacy forerunners go together in one request.
#pragma once

#include <string_view>
#include <vector>

#include "dynamodb/expressions/placeholders.h"
#include "operations/request.h"

namespace tombola::operations {

// Names of the operation's parameters, in the order in which AWS lists them.
struct ExpressionFields {
  std::vector<std::string_view> legacy;
  std::vector<std::string_view> expressions;
  // Those of `expressions` that may hold values.
  std::vector<std::string_view> value_expressions;
};

// Refuses mixtures, and placeholders without an expression; then reads the placeholders. Throws
// ApiError::validation.
dynamodb::ExpressionPlaceholders read_placeholders(const Request& request,
                                                   const ExpressionFields& fields,
                                                   dynamodb::ValueLayer layer);

}  // namespace tombola::operations

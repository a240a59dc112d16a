// The names by which the Lambda API knows a function: "name", "name:qualifier",
// "arn:aws:lambda:...", and everything in between that AWS takes. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "dynamodb/model/table_definition.h"
#include "dynamodb/validation/shape.h"

namespace tombola::operations::lambda {

// FunctionName, NamespacedFunctionName and Qualifier of the API model.
dynamodb::Shape function_name_shape();
dynamodb::Shape namespaced_function_name_shape();
dynamodb::Shape qualifier_shape();
// A page's size; more than limits::list_functions_page_max is taken as that.
dynamodb::Shape max_items_shape();

struct FunctionNameParts {
  std::string region;   // empty: not said
  std::string account;  // empty: not said
  std::string name;
  std::string qualifier;  // empty: not said
};
// None when AWS's pattern does not match.
std::optional<FunctionNameParts> parse_function_name(std::string_view text);

struct FunctionReference {
  std::string name;
  std::string qualifier;  // empty: not said
};
// Of a name that fits the pattern. Throws LambdaError: a function of another region or account, or
// two qualifiers that differ.
FunctionReference resolve_function(std::string_view function_name,
                                   std::optional<std::string_view> qualifier,
                                   const dynamodb::Namespace& name_space);

// Function not found: arn:...
[[noreturn]] void throw_function_not_found(const FunctionReference& function,
                                           const dynamodb::Namespace& name_space);

}  // namespace tombola::operations::lambda

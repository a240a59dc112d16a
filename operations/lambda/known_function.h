// The functions that the API knows: those it made, and those of the command line, which can be read
// and invoked, but not changed.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "operations/lambda/function_name.h"
#include "operations/lambda/lambda_context.h"
#include "operations/operation_context.h"
#include "operations/request.h"
#include "triggers/functions/function_definition.h"

namespace tombola::operations::lambda {

struct KnownFunction {
  triggers::FunctionDefinition definition;
  bool from_flag = false;
};

std::optional<KnownFunction> find_function(const OperationContext& context, std::string_view name);
// By name.
std::vector<KnownFunction> all_functions(const OperationContext& context);

// The function that the request's FunctionName and Qualifier name.
FunctionReference reference_of(const Request& request, const OperationContext& context);
// Throws LambdaError: there is none.
KnownFunction function_of(const FunctionReference& reference, const OperationContext& context);
// The same, and the version that the qualifier means.
const triggers::FunctionSettings& version_of(const KnownFunction& function,
                                             const FunctionReference& reference,
                                             const OperationContext& context);

// FunctionCatalog::change for a function that must be there. Throws LambdaError: there is none, or
// it is one of the command line.
triggers::FunctionDefinition change_function(
    OperationContext& context, const FunctionReference& reference,
    const std::function<void(triggers::FunctionDefinition&)>& edit);

// Removes it. Throws as change_function.
void erase_function(OperationContext& context, const FunctionReference& reference);

// Throws LambdaError unless the reference means $LATEST.
void check_latest(const FunctionReference& reference);
// The function has changed: another RevisionId, another LastModified.
void touch(triggers::FunctionSettings& settings, const OperationContext& context);
// Throws LambdaError when the request's RevisionId is another one.
void check_revision(const Request& request, std::string_view revision_id);

}  // namespace tombola::operations::lambda

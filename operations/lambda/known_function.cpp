#include "operations/lambda/known_function.h"

#include <algorithm>
#include <chrono>
#include <filesystem>

#include <fmt/format.h>

#include "operations/lambda/lambda_error.h"
#include "operations/uuid.h"

namespace tombola::operations::lambda {
namespace {

using triggers::FunctionDefinition;
using triggers::FunctionSettings;

// When the handler's file was last written; builtin:log is as old as the epoch.
std::int64_t modified_ms(const std::string& file) {
  std::error_code error;
  const auto time = std::filesystem::last_write_time(file, error);
  if (error) {
    return 0;
  }
  const auto since_epoch = std::chrono::file_clock::to_sys(time).time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(since_epoch).count();
}

// Of a function of the command line: the same as long as it is the same.
std::string revision_of(const triggers::Function& function) {
  const std::string digest = triggers::sha256_base64(function.file + "\n" + function.export_name);
  std::string digits;
  for (const unsigned char byte : digest) {
    digits += fmt::format("{:02x}", byte);
  }
  return fmt::format("{}-{}-4{}-8{}-{}", digits.substr(0, 8), digits.substr(8, 4),
                     digits.substr(12, 3), digits.substr(15, 3), digits.substr(18, 12));
}

FunctionDefinition definition_of(const triggers::Function& function, const LambdaContext& lambda) {
  FunctionDefinition definition;
  definition.name_space = function.name_space;
  definition.name = function.name;
  FunctionSettings& settings = definition.latest;
  settings.description = "Declared on the command line";
  settings.runtime = lambda.runtime_name(function);
  settings.handler = function.handler_name();
  settings.role = fmt::format("arn:aws:iam::{}:role/tombola", function.name_space.account);
  settings.timeout_seconds = static_cast<int>((function.timeout_ms + 999) / 1000);
  settings.memory_mb = function.memory_mb;
  if (!function.environment.empty()) {
    settings.environment = function.environment;
  }
  settings.run_in_place = function.root();
  settings.code_sha256 = triggers::sha256_base64(function.file);
  settings.revision_id = revision_of(function);
  settings.last_modified_ms = modified_ms(function.file);
  return definition;
}

bool is_of_command_line(const triggers::Function& function, const OperationContext& context) {
  return function.from_flag && function.name_space == context.name_space;
}

bool is_of_command_line(std::string_view name, const OperationContext& context) {
  const auto entry = context.lambda->registry.find(name);
  return entry && is_of_command_line(entry->function, context);
}

// Of a function that is there and not of the command line.
std::optional<FunctionDefinition> change_stored(OperationContext& context,
                                                const FunctionReference& reference,
                                                const triggers::FunctionCatalog::Edit& edit) {
  LambdaContext& lambda = *context.lambda;
  if (is_of_command_line(reference.name, context)) {
    throw LambdaError::invalid_parameter(
        fmt::format("{} was declared on the command line and cannot be changed through the API",
                    reference.name));
  }
  return lambda.functions.change(context.name_space, reference.name, [&](auto& function) {
    if (!function) {
      throw_function_not_found(reference, context.name_space);
    }
    edit(function);
  });
}

}  // namespace

std::optional<KnownFunction> find_function(const OperationContext& context, std::string_view name) {
  const LambdaContext& lambda = *context.lambda;
  if (const auto entry = lambda.registry.find(name);
      entry && is_of_command_line(entry->function, context)) {
    return KnownFunction{definition_of(entry->function, lambda), true};
  }
  auto stored = lambda.functions.find(context.name_space, name);
  return stored ? std::optional(KnownFunction{std::move(*stored), false}) : std::nullopt;
}

std::vector<KnownFunction> all_functions(const OperationContext& context) {
  const LambdaContext& lambda = *context.lambda;
  std::vector<KnownFunction> functions;
  for (const auto& entry : lambda.registry.all()) {
    if (is_of_command_line(entry->function, context)) {
      functions.push_back({definition_of(entry->function, lambda), true});
    }
  }
  for (FunctionDefinition& stored : lambda.functions.list(context.name_space)) {
    if (!is_of_command_line(stored.name, context)) {
      functions.push_back({std::move(stored), false});
    }
  }
  std::sort(functions.begin(), functions.end(), [](const auto& left, const auto& right) {
    return left.definition.name < right.definition.name;
  });
  return functions;
}

FunctionReference reference_of(const Request& request, const OperationContext& context) {
  return resolve_function(request.required("FunctionName").as_string(), request.string("Qualifier"),
                          context.name_space);
}

KnownFunction function_of(const FunctionReference& reference, const OperationContext& context) {
  auto function = find_function(context, reference.name);
  if (!function) {
    throw_function_not_found(reference, context.name_space);
  }
  return std::move(*function);
}

const FunctionSettings& version_of(const KnownFunction& function,
                                   const FunctionReference& reference,
                                   const OperationContext& context) {
  const FunctionSettings* settings = function.definition.find(reference.qualifier);
  if (settings == nullptr) {
    throw_function_not_found(reference, context.name_space);
  }
  return *settings;
}

FunctionDefinition change_function(OperationContext& context, const FunctionReference& reference,
                                   const std::function<void(FunctionDefinition&)>& edit) {
  const auto changed = change_stored(context, reference, [&](auto& function) { edit(*function); });
  return changed.value();
}

void erase_function(OperationContext& context, const FunctionReference& reference) {
  change_stored(context, reference, [](auto& function) { function.reset(); });
}

void check_latest(const FunctionReference& reference) {
  if (!reference.qualifier.empty() && reference.qualifier != triggers::latest_version) {
    throw LambdaError::invalid_parameter(
        "Current operation does not support versions other than $LATEST");
  }
}

void touch(FunctionSettings& settings, const OperationContext& context) {
  settings.revision_id = random_uuid();
  settings.last_modified_ms = context.service_clock.now_ms();
}

void check_revision(const Request& request, std::string_view revision_id) {
  const auto expected = request.string("RevisionId");
  if (expected && *expected != revision_id) {
    throw LambdaError::precondition_failed(
        "The Revision Id provided does not match the latest Revision Id. Call the "
        "GetFunction/GetAlias API to retrieve the latest Revision Id");
  }
}

}  // namespace tombola::operations::lambda

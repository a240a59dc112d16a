#include "triggers/runtimes/runtime_factory.h"

#include <filesystem>

#include <fmt/format.h>

#include "triggers/runtimes/builtin_log.h"
#include "triggers/runtimes/handler_code.h"
#include "triggers/runtimes/process_runtime.h"

namespace tombola::triggers {

std::unique_ptr<LambdaRuntime> make_runtime(const Function& function, RuntimeContext& context) {
  if (function.runtime == RuntimeKind::BuiltinLog) {
    return std::make_unique<BuiltinLog>(function, context);
  }
  return std::make_unique<ProcessRuntime>(function, context);
}

std::optional<std::string> reason_not_runnable(const Function& function, RuntimeContext& context) {
  if (function.runtime == RuntimeKind::BuiltinLog) return std::nullopt;
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(function.file, ignored)) {
    return fmt::format("the handler's file {} does not exist", function.file);
  }
  if (function.runtime == RuntimeKind::Executable) return std::nullopt;
  const bool python = function.runtime == RuntimeKind::Python;
  const Interpreter& interpreter = python ? context.python() : context.node();
  if (interpreter.program.empty()) return interpreter.reason;
  if (!python && needs_bundle(function.file) && !context.esbuild_for(function.file)) {
    return no_esbuild_reason(function.file);
  }
  return std::nullopt;
}

}  // namespace tombola::triggers

#include "triggers/runtimes/handler_code.h"

#include <filesystem>
#include <utility>

#include <fmt/format.h>

#include "triggers/runtimes/function_error.h"
#include "triggers/runtimes/interpreter.h"
#include "triggers/runtimes/typescript_bundle.h"

namespace tombola::triggers {

namespace {

class CodeInPlace : public HandlerCode {
 public:
  explicit CodeInPlace(const Function& function) : function_(function) {}

  void prepare(std::function<void(Prepared)> done) override {
    // Of a deployment package the runtime tells what it misses, in Lambda's words.
    const std::string& needed = function_.task_root.empty() ? function_.file : function_.task_root;
    if (!stamp_of(needed).exists()) {
      return done(Missing{fmt::format("the handler's file {} does not exist", needed)});
    }
    if (function_.runtime == RuntimeKind::Executable && !is_program(function_.file)) {
      return done(no_entry_point());
    }
    sources_ = find_sources();
    done(Ready{function_.file});
  }

  bool changed() const override { return sources_.changed(); }
  void end() override {}

 private:
  Broken no_entry_point() const {
    const std::string message =
        fmt::format("Couldn't find valid bootstrap(s): [{}]", function_.file);
    return {error_object("Runtime.InvalidEntrypoint", message), {message}};
  }

  SourceFiles find_sources() const {
    switch (function_.runtime) {
      case RuntimeKind::Python:
        return find_python_sources(function_.file, function_.root());
      case RuntimeKind::Executable: {
        SourceFiles program;
        program.add(function_.file, stamp_of(function_.file));
        return program;
      }
      default:
        return find_javascript_sources(function_.file);
    }
  }

  const Function& function_;
  SourceFiles sources_;
};

}  // namespace

bool needs_bundle(const std::string& handler_file) {
  const std::string extension = std::filesystem::path(handler_file).extension().string();
  return extension == ".ts" || extension == ".mts" || extension == ".cts" || extension == ".tsx";
}

std::unique_ptr<HandlerCode> make_handler_code(const Function& function, RuntimeContext& context) {
  if (needs_bundle(function.file)) return std::make_unique<TypescriptBundle>(function, context);
  return std::make_unique<CodeInPlace>(function);
}

}  // namespace tombola::triggers

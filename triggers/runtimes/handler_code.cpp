#include "triggers/runtimes/handler_code.h"

#include <filesystem>
#include <utility>

#include <fmt/format.h>

#include "triggers/runtimes/typescript_bundle.h"

namespace tombola::triggers {

namespace {

class CodeInPlace : public HandlerCode {
 public:
  explicit CodeInPlace(const Function& function) : function_(function) {}

  void prepare(std::function<void(Prepared)> done) override {
    if (!stamp_of(function_.file).exists()) {
      return done(Missing{fmt::format("the handler's file {} does not exist", function_.file)});
    }
    sources_ = function_.runtime == RuntimeKind::Python ? find_python_sources(function_.file)
                                                        : find_javascript_sources(function_.file);
    done(Ready{function_.file});
  }

  bool changed() const override { return sources_.changed(); }
  void end() override {}

 private:
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

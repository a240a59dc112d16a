// The code a function's environments run: where it lies, and whether it is still what the
// developer's files say. On the runtime's event loop only.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "triggers/function.h"
#include "triggers/runtimes/runtime_context.h"
#include "triggers/runtimes/source_files.h"

namespace tombola::triggers {

class HandlerCode {
 public:
  struct Ready {
    std::string file;  // what the interpreter is to load
  };
  // The developer's code is at fault: every invocation that waits fails with this error object.
  struct Broken {
    std::string payload;
    std::vector<std::string> log_lines;
  };
  // Something is not there. In one line for a person.
  struct Missing {
    std::string reason;
  };
  using Prepared = std::variant<Ready, Broken, Missing>;

  virtual ~HandlerCode() = default;

  // Calls `done` once, maybe at once, unless end() comes before. One at a time.
  virtual void prepare(std::function<void(Prepared)> done) = 0;
  // The files look otherwise than when prepare() last found them ready.
  virtual bool changed() const = 0;
  // Ends what prepare() has started.
  virtual void end() = 0;
};

// In place for what the interpreter reads as it is, bundled by esbuild for TypeScript.
std::unique_ptr<HandlerCode> make_handler_code(const Function& function, RuntimeContext& context);

// TypeScript, which Node does not load by itself.
bool needs_bundle(const std::string& handler_file);

}  // namespace tombola::triggers

// A TypeScript handler, bundled by esbuild with everything it imports into one file that Node loads
// fast. The bundle of unchanged files is used again, after a restart of the server as well.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "http/event_loop.h"
#include "triggers/runtimes/child_process.h"
#include "triggers/runtimes/handler_code.h"

namespace tombola::triggers {

// Whether the bundle of that file is an ES module. It is what the file itself would be to Node, with its
// names where the developer expects them: AWS CDK and SAM bundle to CommonJS unless told otherwise; a
// package that says "type": "module" tells otherwise.
bool is_es_module(const std::filesystem::path& handler_file);

class TypescriptBundle : public HandlerCode {
 public:
  // Both must outlive it.
  TypescriptBundle(const Function& function, RuntimeContext& context);

  void prepare(std::function<void(Prepared)> done) override;
  bool changed() const override { return sources_.changed(); }
  void end() override;

 private:
  bool reuse();
  void build(const std::string& esbuild);
  void esbuild_ended(ChildProcess::Exit exit);
  Prepared take_result();
  void remove_leftovers() const;
  Prepared explain_failure() const;
  void finish(Prepared prepared);

  const Function& function_;
  RuntimeContext& context_;
  std::string directory_;  // of this handler's bundles
  std::string esbuild_;

  // A build under way.
  std::function<void(Prepared)> done_;
  std::shared_ptr<ChildProcess> process_;
  http::EventLoop::Timer limit_;
  bool over_limit_ = false;
  std::int64_t started_ns_ = 0;
  std::string draft_;  // what esbuild writes
  std::vector<std::string> output_;
  std::size_t output_bytes_ = 0;

  // The last good one.
  std::string bundle_;
  SourceFiles sources_;  // without packages: they do not change while one develops
};

}  // namespace tombola::triggers

// What a test of a runtime needs: a folder for handlers, an event loop, a context, and a log that
// one can wait on.
#pragma once

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "http/event_loop.h"
#include "http/file_descriptor.h"
#include "triggers/function.h"
#include "triggers/lambda_runtime.h"
#include "triggers/runtimes/runtime_context.h"

namespace tombola::triggers::testing {

// Nothing in these tests takes so long; whoever waits longer fails instead of hanging.
inline constexpr std::chrono::seconds test_patience{30};

class TemporaryDirectory {
 public:
  TemporaryDirectory();
  ~TemporaryDirectory();
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  const std::filesystem::path& path() const { return path_; }
  // Makes the folders on the way; returns the whole path.
  std::string write(const std::string& name, std::string_view text) const;

 private:
  std::filesystem::path path_;
};

class RecordingLog : public LogSink {
 public:
  struct Entry {
    std::string function_name;
    std::string log_stream;
    std::string text;
  };

  void write(const Line& line) override;
  std::vector<Entry> entries() const;
  std::vector<std::string> texts() const;
  // Of the lines so far and to come: returns once `count` of them contain `part`. Throws when that
  // takes longer than test_patience.
  void wait_for(std::string_view part, std::size_t count = 1) const;

 private:
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  std::vector<Entry> entries_;
};

// The part of a line behind its third tab: what the handler gave to console.
std::string console_text(const std::string& line);

class RuntimeFixture {
 public:
  explicit RuntimeFixture(RuntimeOptions options = {});
  // Ends the runtimes before the loop.
  ~RuntimeFixture();

  // Writes <folder>/<file> and describes it; the runtime follows from the file's name.
  Function function(const std::string& file, std::string_view source) const;
  LambdaRuntime& make(const Function& function);

  static std::future<InvokeResult> start(LambdaRuntime& runtime, Invocation invocation);
  static InvokeResult invoke(LambdaRuntime& runtime, std::string event_json = "{}");

  TemporaryDirectory directory;
  RecordingLog log;
  http::EventLoop loop{"test-runtimes", 1};
  RuntimeContext context;

 private:
  std::vector<std::unique_ptr<LambdaRuntime>> runtimes_;
};

InvokeResult await(std::future<InvokeResult>& future);
nlohmann::json payload_of(const InvokeResult& result);

// Handlers wait here until the test opens it: a FIFO that a handler reads, which blocks.
class Gate {
 public:
  explicit Gate(std::string path);
  const std::string& path() const { return path_; }
  // Waits for the handler to come, and lets it pass.
  void open();

 private:
  std::string path_;
};

// A process that need not be a child of ours.
class WatchedProcess {
 public:
  explicit WatchedProcess(int pid);
  bool ended(std::chrono::milliseconds within) const;
  // Within test_patience.
  static bool wait_for_either(const WatchedProcess& one, const WatchedProcess& other);

 private:
  http::FileDescriptor descriptor_;
};

}  // namespace tombola::triggers::testing

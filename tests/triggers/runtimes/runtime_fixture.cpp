#include "tests/triggers/runtimes/runtime_fixture.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <stdexcept>

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "triggers/runtimes/runtime_factory.h"

namespace tombola::triggers::testing {

namespace fs = std::filesystem;

TemporaryDirectory::TemporaryDirectory() {
  std::string pattern = (fs::temp_directory_path() / "tombola-test-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("mkdtemp failed");
  path_ = pattern;
}

TemporaryDirectory::~TemporaryDirectory() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

std::string TemporaryDirectory::write(const std::string& name, std::string_view text) const {
  const fs::path file = path_ / name;
  fs::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << text;
  return file.string();
}

void RecordingLog::write(const Line& line) {
  const std::lock_guard lock(mutex_);
  entries_.push_back(
      {std::string(line.function_name), std::string(line.log_stream), std::string(line.text)});
  changed_.notify_all();
}

std::vector<RecordingLog::Entry> RecordingLog::entries() const {
  const std::lock_guard lock(mutex_);
  return entries_;
}

std::vector<std::string> RecordingLog::texts() const {
  std::vector<std::string> texts;
  for (const Entry& entry : entries()) texts.push_back(entry.text);
  return texts;
}

void RecordingLog::wait_for(std::string_view part, std::size_t count) const {
  std::unique_lock lock(mutex_);
  const bool came = changed_.wait_for(lock, test_patience, [&] {
    return static_cast<std::size_t>(
               std::count_if(entries_.begin(), entries_.end(), [&](const Entry& entry) {
                 return entry.text.find(part) != std::string::npos;
               })) >= count;
  });
  if (!came) throw std::runtime_error("no such line came: " + std::string(part));
}

std::string console_text(const std::string& line) {
  std::size_t at = 0;
  for (int tabs = 0; tabs < 3; ++tabs) {
    at = line.find('\t', at);
    if (at == std::string::npos) return line;
    ++at;
  }
  return line.substr(at);
}

namespace {

// The project's esbuild, wherever the test program was built.
RuntimeOptions with_esbuild(RuntimeOptions options) {
  if (options.program_directory.empty()) options.program_directory = TOMBOLA_SOURCE_DIR;
  return options;
}

}  // namespace

RuntimeFixture::RuntimeFixture(RuntimeOptions options)
    : context(loop, log, (directory.path() / "work").string(), with_esbuild(std::move(options))) {
  context.set_endpoint_url("http://127.0.0.1:8000");
}

RuntimeFixture::~RuntimeFixture() {
  runtimes_.clear();
}

Function RuntimeFixture::function(const std::string& file, std::string_view source) const {
  Function function;
  function.file = directory.write("handlers/" + file, source);
  function.name = fs::path(file).stem().string();
  function.runtime = runtime_kind_of(function.file).value();
  function.timeout_ms = 20'000;
  return function;
}

LambdaRuntime& RuntimeFixture::make(const Function& function) {
  runtimes_.push_back(make_runtime(function, context));
  return *runtimes_.back();
}

std::future<InvokeResult> RuntimeFixture::start(LambdaRuntime& runtime, Invocation invocation) {
  auto promise = std::make_shared<std::promise<InvokeResult>>();
  runtime.invoke(std::move(invocation),
                 [promise](InvokeResult result) { promise->set_value(std::move(result)); });
  return promise->get_future();
}

InvokeResult RuntimeFixture::invoke(LambdaRuntime& runtime, std::string event_json) {
  Invocation invocation;
  invocation.event_json = std::move(event_json);
  auto future = start(runtime, std::move(invocation));
  return await(future);
}

InvokeResult await(std::future<InvokeResult>& future) {
  if (future.wait_for(test_patience) != std::future_status::ready) {
    throw std::runtime_error("the invocation does not end");
  }
  return future.get();
}

nlohmann::json payload_of(const InvokeResult& result) {
  return nlohmann::json::parse(result.payload);
}

Gate::Gate(std::string path) : path_(std::move(path)) {
  if (mkfifo(path_.c_str(), 0600) != 0) throw std::runtime_error("mkfifo failed");
}

void Gate::open() {
  ::close(::open(path_.c_str(), O_WRONLY | O_CLOEXEC));
}

WatchedProcess::WatchedProcess(int pid)
    : descriptor_(static_cast<int>(syscall(SYS_pidfd_open, pid, 0))) {}

bool WatchedProcess::ended(std::chrono::milliseconds within) const {
  if (!descriptor_.valid()) return true;  // before we came
  pollfd readable{descriptor_.get(), POLLIN, 0};
  return poll(&readable, 1, static_cast<int>(within.count())) == 1;
}

bool WatchedProcess::wait_for_either(const WatchedProcess& one, const WatchedProcess& other) {
  if (!one.descriptor_.valid() || !other.descriptor_.valid()) return true;
  std::array<pollfd, 2> readable = {pollfd{one.descriptor_.get(), POLLIN, 0},
                                    pollfd{other.descriptor_.get(), POLLIN, 0}};
  const auto patience = std::chrono::milliseconds(test_patience).count();
  return poll(readable.data(), readable.size(), static_cast<int>(patience)) > 0;
}

}  // namespace tombola::triggers::testing

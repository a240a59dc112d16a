#include "triggers/runtimes/child_process.h"

#include <array>
#include <csignal>
#include <fstream>
#include <future>
#include <system_error>

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "dynamodb/limits.h"
#include "tests/triggers/runtimes/runtime_fixture.h"
#include "triggers/runtimes/runtime_factory.h"

namespace tombola::triggers::testing {

namespace {

// Runs a shell command to its end.
struct Outcome {
  std::vector<std::string> lines;
  std::string exit;
};

Outcome run(const std::string& script) {
  http::EventLoop loop("test-child", 1);
  Outcome outcome;
  std::promise<void> ended;
  std::unique_ptr<ChildProcess> process;
  loop.post([&] {
    ChildProcess::Command command{{"/bin/sh", "-c", script}, {{"KEY", "value"}}, "/"};
    process = std::make_unique<ChildProcess>(
        loop, command, [&](std::string_view line) { outcome.lines.emplace_back(line); },
        [&](ChildProcess::Exit exit) {
          outcome.exit = exit.description();
          ended.set_value();
        });
  });
  auto future = ended.get_future();
  if (future.wait_for(test_patience) != std::future_status::ready) outcome.exit = "never";
  std::promise<void> destroyed;
  loop.post([&] {
    process.reset();
    destroyed.set_value();
  });
  destroyed.get_future().wait();
  return outcome;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("a process's output and errors come in order, its end last") {
  const Outcome outcome = run("echo one; echo two >&2; echo $KEY; printf rest; exit 7");
  CHECK(outcome.lines == Lines{"one", "two", "value", "rest"});
  CHECK(outcome.exit == "exit status 7");
}

TEST_CASE("a process's end is described as Lambda does") {
  CHECK(run("exit 0").exit == "");
  CHECK(run("exit 127").exit == "exit status 127");
  CHECK(run("kill -KILL $$").exit == "signal: killed");
  CHECK(run("kill -TERM $$").exit == "signal: terminated");
  CHECK(run("ulimit -c 0; kill -SEGV $$").exit == "signal: segmentation fault");
}

TEST_CASE("a process inherits neither ignored signals nor a blocked mask") {
  const auto before = std::signal(SIGPIPE, SIG_IGN);
  // One of those that glibc keeps for itself; some container managers leave it ignored.
  constexpr int thread_cancellation = 32;
  std::array<unsigned long, 4> ignored = {1};  // the kernel's struct sigaction: SIG_IGN
  std::array<unsigned long, 4> others = {};
  syscall(SYS_rt_sigaction, thread_cancellation, ignored.data(), others.data(), 8);
  const Outcome outcome = run("grep -E '^Sig(Blk|Ign):' /proc/self/status");
  syscall(SYS_rt_sigaction, thread_cancellation, others.data(), nullptr, 8);
  std::signal(SIGPIPE, before);
  CHECK(outcome.lines == Lines{"SigBlk:\t0000000000000000", "SigIgn:\t0000000000000000"});
}

TEST_CASE("a program that is not there is an error that names it") {
  http::EventLoop loop("test-child", 1);
  std::promise<std::string> told;
  loop.post([&] {
    try {
      const ChildProcess process(loop, {{"/no/such/program"}, {}, "/"}, nullptr, nullptr);
      told.set_value("started");
    } catch (const std::system_error& error) {
      told.set_value(error.what());
    }
  });
  CHECK(told.get_future().get() == "/no/such/program: No such file or directory");
}

namespace {

// Passes each line's text on through a pipe to another process.
class PipeLog : public LogSink {
 public:
  explicit PipeLog(int descriptor) : descriptor_(descriptor) {}
  void write(const Line& line) override {
    const std::string text = console_text(std::string(line.text)) + "\n";
    [[maybe_unused]] const auto written = ::write(descriptor_, text.data(), text.size());
  }

 private:
  int descriptor_;
};

// The life of a server in a process of its own, up to its handler's first line.
[[noreturn]] void be_server(const Function& function, const std::string& work, int output) {
  PipeLog log(output);
  http::EventLoop loop("test-server", 1);
  RuntimeContext context(loop, log, work);
  const std::unique_ptr<LambdaRuntime> runtime = make_runtime(function, context);
  runtime->invoke({"", "{}", "", ""}, [](InvokeResult) {});
  for (;;) pause();
}

// Reads lines until one is "pid <number>".
int read_pid(int input) {
  std::string text;
  for (char byte; ::read(input, &byte, 1) == 1;) {
    if (byte != '\n') {
      text += byte;
    } else if (text.substr(0, 4) == "pid ") {
      return std::stoi(text.substr(4));
    } else {
      text.clear();
    }
  }
  return 0;
}

}  // namespace

TEST_CASE("a handler's process does not outlive a server that is killed") {
  const auto [file, source] = GENERATE(table<std::string, std::string>({
      {"waits.js",
       "exports.handler = async () => {"
       "  console.log('pid ' + process.pid); await new Promise((r) => setTimeout(r, 60000)); };"},
      {"spins.js",
       "exports.handler = async () => { console.log('pid ' + process.pid); for (;;); };"},
      {"spins.py",
       "import os\ndef handler(event, context):\n    print('pid', os.getpid())\n"
       "    while True:\n        pass\n"},
  }));
  const TemporaryDirectory directory;
  Function function;
  function.name = "f";
  function.timeout_ms = 60'000;
  function.file = directory.write(file, source);
  function.runtime = runtime_kind_of(file).value();

  std::array<int, 2> ends;
  REQUIRE(pipe2(ends.data(), O_CLOEXEC) == 0);
  const http::FileDescriptor input(ends[0]);
  http::FileDescriptor output(ends[1]);
  const pid_t server = fork();
  REQUIRE(server >= 0);
  if (server == 0) be_server(function, (directory.path() / "work").string(), output.get());
  output.reset();
  const int pid = read_pid(input.get());
  REQUIRE(pid > 0);
  const WatchedProcess handler(pid);
  CHECK(!handler.ended(std::chrono::milliseconds(0)));
  kill(server, SIGKILL);
  CHECK(handler.ended(test_patience));
  waitpid(server, nullptr, 0);
}

TEST_CASE("what a handler has started ends with its environment") {
  RuntimeFixture fixture;
  LambdaRuntime& runtime = fixture.make(fixture.function("starts.js", R"js(
const { spawn } = require('child_process');
exports.handler = async () => spawn('sleep', ['60'], { stdio: 'ignore' }).pid;
)js"));
  const WatchedProcess started(payload_of(RuntimeFixture::invoke(runtime)));
  CHECK(!started.ended(std::chrono::milliseconds(0)));
  runtime.shut_down();
  CHECK(started.ended(test_patience));
}

}  // namespace tombola::triggers::testing

#include "cli/cdk_synthesis.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <sys/eventfd.h>
#include <unistd.h>

#include "http/file_descriptor.h"

using namespace tombola;

namespace {

namespace fs = std::filesystem;

constexpr const char* writes_nothing_new =
    R"(printf '{"version":"36.0.0","artifacts":{}}' > "$CDK_OUTDIR/manifest.json")";

// A project whose app is a line of a shell, gone with the object.
class App {
 public:
  explicit App(const std::string& command) {
    fs::remove_all(root_);
    fs::create_directories(root_);
    std::ofstream(root_ / "cdk.json") << nlohmann::json{{"app", command}};
  }
  ~App() { fs::remove_all(root_); }
  App(const App&) = delete;
  App& operator=(const App&) = delete;

  // Empty: it went well.
  std::string run() {
    try {
      stopped = !synthesis_.run(stop.get()).has_value();
      return "";
    } catch (const deploy::ProjectError& error) {
      return error.what();
    }
  }
  bool has_printed(const std::string& line) {
    const std::lock_guard lock(mutex_);
    return std::find(lines_.begin(), lines_.end(), line) != lines_.end();
  }
  fs::path output() const { return root_ / "out"; }
  const cli::CdkSynthesis& synthesis() const { return synthesis_; }
  std::string folder() const { return fs::canonical(root_).string(); }

  http::FileDescriptor stop{eventfd(0, EFD_CLOEXEC)};
  bool stopped = false;

 private:
  const fs::path root_ =
      fs::temp_directory_path() / ("tombola-synthesis-" + std::to_string(getpid()));
  std::mutex mutex_;
  std::vector<std::string> lines_;
  cli::CdkSynthesis synthesis_{{root_,
                                {output(), "000000000000", "us-east-1"},
                                deploy::RunFrom::Sources,
                                [this](std::string_view speaker, std::string_view line) {
                                  const std::lock_guard lock(mutex_);
                                  lines_.push_back(std::string(speaker) + "| " + std::string(line));
                                  if (line == "waiting") {
                                    eventfd_write(stop.get(), 1);
                                  }
                                }}};
};

}  // namespace

TEST_CASE("an app's output is shown as it comes, its tools' complaints only when it fails") {
  App app(std::string("echo Hello; echo bundling >&2; ") + writes_nothing_new);
  CHECK(app.run().empty());
  CHECK(app.has_printed("cdk| Hello"));
  CHECK_FALSE(app.has_printed("cdk| bundling"));
}

TEST_CASE("an app that fails tells why") {
  App app("echo 'Error: no such table' >&2; exit 3");
  const std::string refusal = app.run();
  CHECK(refusal.find("ended with exit status 3, see above; correct it") != std::string::npos);
  CHECK(app.has_printed("cdk| Error: no such table"));
}

TEST_CASE("an app whose command is not there says what to install") {
  App app("tombola-no-such-command");
  CHECK(app.run().find("could not be run, see above; install what it names (npm install)") !=
        std::string::npos);
}

TEST_CASE("an app that writes nothing is not taken for its last run") {
  App app("true");
  fs::create_directories(app.output());
  std::ofstream(app.output() / "manifest.json") << R"({"version":"36.0.0","artifacts":{}})";
  CHECK(app.run().find("no manifest.json is in it") != std::string::npos);
}

// It would run until the test's end.
TEST_CASE("an app that is still running when it is to stop is ended") {
  App app("echo waiting; exec tail -f /dev/null");
  CHECK(app.run().empty());
  CHECK(app.stopped);
}

TEST_CASE("assets that no manifest names any more are removed") {
  App app(writes_nothing_new);
  CHECK(app.run().empty());
  fs::create_directories(app.output() / "asset.one");
  fs::create_directories(app.output() / "nested/asset.two");
  std::ofstream(app.output() / "A.assets.json") << R"({"path":"asset.one"})";
  app.synthesis().remove_unused_assets();
  CHECK(fs::exists(app.output() / "asset.one"));
  CHECK_FALSE(fs::exists(app.output() / "nested/asset.two"));
}

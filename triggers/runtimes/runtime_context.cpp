#include "triggers/runtimes/runtime_context.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <thread>
#include <utility>

#include "embedded/node_bootstrap.mjs.h"
#include "embedded/node_log.mjs.h"
#include "embedded/node_redirect.mjs.h"
#include "embedded/node_runtime_api.mjs.h"
#include "embedded/node_stream.mjs.h"
#include "embedded/python_bootstrap.py.h"

namespace tombola::triggers {

namespace fs = std::filesystem;

namespace {

std::string make_private_directory(const fs::path& path) {
  fs::create_directories(path);
  fs::permissions(path, fs::perms::owner_all);
  return path.string();
}

// Under another name first: an environment that starts meanwhile reads the old text or the new one.
void write_file(const fs::path& path, std::string_view text) {
  const fs::path draft = path.string() + ".new";
  std::ofstream file(draft, std::ios::binary | std::ios::trunc);
  file << text;
  file.close();
  if (!file)
    throw std::system_error(errno, std::generic_category(), "cannot write " + path.string());
  fs::rename(draft, path);
}

RuntimeOptions complete(RuntimeOptions options) {
  if (options.search_path.empty()) {
    const char* path = std::getenv("PATH");
    options.search_path = path != nullptr ? path : "/usr/local/bin:/usr/bin:/bin";
  }
  if (options.program_directory.empty()) {
    std::error_code ignored;
    options.program_directory = fs::read_symlink("/proc/self/exe", ignored).parent_path().string();
  }
  if (options.starting_max == 0) {
    options.starting_max = std::max(2, static_cast<int>(std::thread::hardware_concurrency()));
  }
  return options;
}

}  // namespace

RuntimeContext::RuntimeContext(http::EventLoop& loop, LogSink& log, std::string work_directory,
                               RuntimeOptions options)
    : loop_(loop), log_(log), options_(complete(std::move(options))) {
  const fs::path work = make_private_directory(fs::absolute(work_directory));
  runtime_directory_ = make_private_directory(work / "runtime");
  bundle_directory_ = make_private_directory(work / "bundles");
  home_ = make_private_directory(work / "home");
  if (options_.cache_directory.empty()) options_.cache_directory = work.string();
  packages_ = find_packages(options_.program_directory);
  // What the bootstrap imports is there before it.
  write_file(work / "runtime" / "node_log.mjs", embedded::node_log_mjs);
  write_file(work / "runtime" / "node_redirect.mjs", embedded::node_redirect_mjs);
  write_file(work / "runtime" / "node_runtime_api.mjs", embedded::node_runtime_api_mjs);
  write_file(work / "runtime" / "node_stream.mjs", embedded::node_stream_mjs);
  write_file(work / "runtime" / node_bootstrap_name, embedded::node_bootstrap_mjs);
  write_file(work / "runtime" / python_bootstrap_name, embedded::python_bootstrap_py);
}

void RuntimeContext::set_endpoint_url(std::string url) {
  const std::lock_guard lock(mutex_);
  endpoint_url_ = std::move(url);
}

std::string RuntimeContext::endpoint_url() const {
  const std::lock_guard lock(mutex_);
  return endpoint_url_;
}

const Interpreter& RuntimeContext::node() {
  std::call_once(node_once_,
                 [this] { node_ = find_node(options_.search_path, options_.cache_directory); });
  return node_;
}

const Interpreter& RuntimeContext::python() {
  std::call_once(python_once_,
                 [this] { python_ = find_python(options_.search_path, options_.cache_directory); });
  return python_;
}

std::optional<std::string> RuntimeContext::esbuild_for(const std::string& handler_file) const {
  if (auto own = find_esbuild(fs::path(handler_file).parent_path().string())) return own;
  if (auto ours = find_esbuild(options_.program_directory)) return ours;
  return find_program("esbuild", options_.search_path);
}

}  // namespace tombola::triggers

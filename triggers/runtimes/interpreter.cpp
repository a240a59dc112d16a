#include "triggers/runtimes/interpreter.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <sstream>

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "dynamodb/limits.h"
#include "http/file_descriptor.h"
#include "triggers/runtimes/interpreter_cache.h"

namespace tombola::triggers {

namespace fs = std::filesystem;

namespace {

// Only a hang gets here: a very busy machine may take seconds to start a program.
constexpr std::chrono::seconds answer_time_max{30};

// Reads until the end of the pipe, or until the time is over.
std::string read_all(int fd) {
  const auto deadline = std::chrono::steady_clock::now() + answer_time_max;
  std::string text;
  std::array<char, 4096> buffer;
  while (text.size() < limits::tool_output_bytes_max) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        deadline - std::chrono::steady_clock::now());
    pollfd readable{fd, POLLIN, 0};
    if (left.count() <= 0 || poll(&readable, 1, static_cast<int>(left.count())) <= 0) break;
    const ssize_t size = read(fd, buffer.data(), buffer.size());
    if (size <= 0) break;
    text.append(buffer.data(), static_cast<std::size_t>(size));
  }
  return text;
}

// What the program prints; nothing when it fails. In the developer's own environment, because what
// is asked may be a version manager's script.
std::optional<std::string> output_of(const std::vector<std::string>& command) {
  std::array<int, 2> ends;
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return std::nullopt;
  const http::FileDescriptor read_end(ends[0]);
  http::FileDescriptor write_end(ends[1]);
  std::vector<std::string> arguments = command;
  std::vector<char*> pointers;
  for (std::string& argument : arguments) pointers.push_back(argument.data());
  pointers.push_back(nullptr);

  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, write_end.get(), STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  pid_t pid = -1;
  const int error = posix_spawn(&pid, pointers[0], &actions, nullptr, pointers.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) return std::nullopt;

  write_end.reset();
  std::string output = read_all(read_end.get());
  ::kill(pid, SIGKILL);  // of no effect on one that has ended as it should
  int status = 0;
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  if (output.empty()) return std::nullopt;
  return output;
}

// `script` prints the real program's path and its version, "20.5" or "3.11", on two lines.
struct Question {
  std::string_view name;
  const char* flag;
  const char* script;
};

Interpreter ask(const Question& question, std::string_view search_path,
                const std::string& cache_folder) {
  const auto& [name, flag, script] = question;
  Interpreter found;
  const std::optional<std::string> program = find_program(name, search_path);
  if (!program) return found;
  const InterpreterCache cache(cache_folder);
  if (auto known = cache.find(*program)) return std::move(*known);
  const std::optional<std::string> answer = output_of({*program, flag, script});
  if (!answer) {
    found.reason = fmt::format("{} does not run; check it with `{} --version`", *program, name);
    return found;
  }
  std::istringstream lines(*answer);
  char dot = 0;
  std::getline(lines, found.program);
  lines >> found.major >> dot >> found.minor;
  if (lines) cache.keep(*program, found);
  return found;
}

}  // namespace

bool is_program(const std::string& path) {
  std::error_code ignored;
  return fs::is_regular_file(path, ignored) && access(path.c_str(), X_OK) == 0;
}

std::optional<std::string> find_program(std::string_view name, std::string_view search_path) {
  while (!search_path.empty()) {
    const std::size_t colon = search_path.find(':');
    const std::string_view folder = search_path.substr(0, colon);
    const fs::path program = fs::path(folder) / name;
    if (program.is_absolute() && is_program(program)) return program.string();
    if (colon == std::string_view::npos) break;
    search_path.remove_prefix(colon + 1);
  }
  return std::nullopt;
}

Interpreter find_node(std::string_view search_path, const std::string& cache_folder) {
  Interpreter node = ask({"node", "-p", "process.execPath + '\\n' + process.versions.node"},
                         search_path, cache_folder);
  if (node.program.empty()) {
    if (node.reason.empty()) {
      node.reason =
          fmt::format("node was not found on PATH; install Node.js {} or later", node_major_min);
    }
  } else if (node.major < node_major_min) {
    node.reason = fmt::format("{} is version {}; install Node.js {} or later", node.program,
                              node.major, node_major_min);
    node.program.clear();
  }
  return node;
}

Interpreter find_python(std::string_view search_path, const std::string& cache_folder) {
  Interpreter python = ask(
      {"python3", "-c", "import sys; print(sys.executable); print('%d.%d' % sys.version_info[:2])"},
      search_path, cache_folder);
  if (python.program.empty()) {
    if (python.reason.empty()) {
      python.reason = fmt::format("python3 was not found on PATH; install Python 3.{} or later",
                                  python_minor_min);
    }
  } else if (python.major != 3 || python.minor < python_minor_min) {
    python.reason = fmt::format("{} is version {}.{}; install Python 3.{} or later", python.program,
                                python.major, python.minor, python_minor_min);
    python.program.clear();
  }
  return python;
}

std::optional<std::string> find_esbuild(const std::string& folder) {
  for (fs::path at = folder;; at = at.parent_path()) {
    for (const char* place : {"node_modules/.bin/esbuild", "node_modules/esbuild/bin/esbuild"}) {
      if (is_program(at / place)) return (at / place).string();
    }
    if (!at.has_relative_path()) return std::nullopt;
  }
}

std::string find_packages(const std::string& folder) {
  std::error_code ignored;
  for (fs::path at = folder;; at = at.parent_path()) {
    if (fs::is_directory(at / "node_modules" / "@aws-sdk", ignored)) {
      return (at / "node_modules").string();
    }
    if (!at.has_relative_path()) return {};
  }
}

std::string no_esbuild_reason(const std::string& handler_file) {
  return fmt::format(
      "esbuild was not found, and {} needs it; run `npm install --save-dev esbuild` "
      "in the handler's project",
      handler_file);
}

}  // namespace tombola::triggers

// The tools of this machine that run a handler: node, python3, esbuild.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tombola::triggers {

inline constexpr std::string_view node_bootstrap_name = "node_bootstrap.mjs";
inline constexpr std::string_view python_bootstrap_name = "python_bootstrap.py";
inline constexpr int node_major_min = 18;
inline constexpr int python_minor_min = 8;  // of Python 3

struct Interpreter {
  std::string program;  // absolute path; empty when there is none that can be used
  int major = 0;
  int minor = 0;
  std::string reason;  // why there is none, in one line that says what to do
};

// A file that may be executed.
bool is_program(const std::string& path);

// The first program of that name on `search_path`.
std::optional<std::string> find_program(std::string_view name, std::string_view search_path);

// The interpreter behind the name on PATH: version managers put scripts there that need the
// developer's environment to find the real one, and cost time at every start. Runs it once,
// blocking, unless it has said what it is before (interpreter_cache.h, in that folder).
Interpreter find_node(std::string_view search_path, const std::string& cache_folder = {});
Interpreter find_python(std::string_view search_path, const std::string& cache_folder = {});

// The nearest esbuild in a node_modules from `folder` upwards.
std::optional<std::string> find_esbuild(const std::string& folder);
// The nearest node_modules from `folder` upwards that has the AWS SDK; empty: there is none.
std::string find_packages(const std::string& folder);
// What to tell when there is no esbuild.
std::string no_esbuild_reason(const std::string& handler_file);

}  // namespace tombola::triggers

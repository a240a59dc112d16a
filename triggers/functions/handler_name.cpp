#include "triggers/functions/handler_name.h"

#include <algorithm>
#include <filesystem>
#include <initializer_list>

namespace tombola::triggers {

namespace fs = std::filesystem;

std::optional<RuntimeKind> runtime_kind_of_name(std::string_view runtime) {
  if (runtime.starts_with("nodejs")) return RuntimeKind::Node;
  if (runtime.starts_with("python3")) return RuntimeKind::Python;
  if (runtime.starts_with("provided")) return RuntimeKind::Executable;
  return std::nullopt;
}

HandlerName parse_handler_name(std::string_view handler, RuntimeKind kind) {
  if (kind == RuntimeKind::Executable) return {"bootstrap", std::string(handler)};
  const std::size_t file_start =
      handler.rfind('/') == std::string_view::npos ? 0 : handler.rfind('/') + 1;
  const std::size_t dot =
      kind == RuntimeKind::Python ? handler.rfind('.') : handler.find('.', file_start);
  if (dot == std::string_view::npos || dot < file_start) return {std::string(handler), ""};
  HandlerName name{std::string(handler.substr(0, dot)), std::string(handler.substr(dot + 1))};
  if (kind == RuntimeKind::Python) {
    // A module may be named with dots as well: src.app.handler.
    std::replace(name.module.begin(), name.module.end(), '.', '/');
  }
  return name;
}

HandlerName find_handler_in_place(const std::string& task_root, std::string_view handler,
                                  RuntimeKind kind) {
  const HandlerName name = parse_handler_name(handler, kind);
  if (kind != RuntimeKind::Node || name.export_name.empty()) return name;
  const auto is_there = [&](const HandlerName& candidate) {
    std::error_code ignored;
    return fs::is_regular_file(find_handler_file(task_root, candidate, kind), ignored);
  };
  for (std::size_t dot = name.module.size(); dot != std::string_view::npos;
       dot = handler.find('.', dot + 1)) {
    HandlerName candidate{std::string(handler.substr(0, dot)),
                          std::string(handler.substr(dot + 1))};
    if (is_there(candidate)) return candidate;
  }
  return name;
}

std::string find_handler_file(const std::string& task_root, const HandlerName& handler,
                              RuntimeKind kind) {
  static constexpr std::initializer_list<const char*> node_endings = {
      ".js", ".mjs", ".cjs", ".ts", ".mts", ".cts", ".tsx", "/index.js"};
  static constexpr std::initializer_list<const char*> python_endings = {".py", "/__init__.py"};
  const std::string path = (fs::path(task_root) / handler.module).lexically_normal().string();
  if (kind == RuntimeKind::Executable) return path;
  const auto& endings = kind == RuntimeKind::Python ? python_endings : node_endings;
  for (const char* ending : endings) {
    std::error_code ignored;
    if (fs::is_regular_file(path + ending, ignored)) return path + ending;
  }
  return path + *endings.begin();
}

}  // namespace tombola::triggers

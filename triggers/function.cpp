#include "triggers/function.h"

#include <array>
#include <filesystem>

#include <fmt/format.h>

namespace tombola::triggers {

std::optional<RuntimeKind> runtime_kind_of(std::string_view file) {
  if (file == "builtin:log") return RuntimeKind::BuiltinLog;
  static constexpr std::array<std::string_view, 7> node_extensions = {".js",  ".mjs", ".cjs", ".ts",
                                                                      ".mts", ".cts", ".tsx"};
  const std::string extension = std::filesystem::path(file).extension().string();
  if (extension == ".py") return RuntimeKind::Python;
  for (const std::string_view known : node_extensions) {
    if (extension == known) return RuntimeKind::Node;
  }
  return std::nullopt;
}

std::string Function::arn() const {
  return fmt::format("arn:aws:lambda:{}:{}:function:{}", name_space.region, name_space.account,
                     name);
}

std::string Function::log_group() const {
  return log_group_name.empty() ? "/aws/lambda/" + name : log_group_name;
}

std::string Function::handler_name() const {
  return handler.empty() ? std::filesystem::path(file).stem().string() + "." + export_name
                         : handler;
}

std::string Function::root() const {
  return task_root.empty() ? std::filesystem::path(file).parent_path().string() : task_root;
}

}  // namespace tombola::triggers

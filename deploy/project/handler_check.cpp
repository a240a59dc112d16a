#include "deploy/project/handler_check.h"

#include <fmt/format.h>

#include "deploy/project/project_files.h"
#include "triggers/functions/handler_name.h"

namespace tombola::deploy {

namespace fs = std::filesystem;

std::optional<std::string> missing_handler(const fs::path& folder, const Json& properties) {
  const std::string handler = text_member(properties, "Handler");
  const auto kind = triggers::runtime_kind_of_name(text_member(properties, "Runtime"));
  if (!kind || handler.empty() || handler.starts_with('/') || properties.contains("Layers")) {
    return std::nullopt;
  }
  const triggers::HandlerName name =
      triggers::find_handler_in_place(folder.string(), handler, *kind);
  const std::string file = triggers::find_handler_file(folder.string(), name, *kind);
  std::error_code ignored;
  if (fs::is_regular_file(file, ignored)) {
    return std::nullopt;
  }
  return fmt::format("its Handler is {}, and there is no {}; correct the Handler, or add the file",
                     handler, file);
}

}  // namespace tombola::deploy

#include "deploy/project/bundled_source.h"

#include <algorithm>

#include "deploy/project/project_files.h"
#include "triggers/runtimes/typescript_bundle.h"

namespace tombola::deploy {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view es_module = "index.mjs";

bool is_source_path(std::string_view text) {
  if (text.empty() || text.starts_with('/') || text.find(' ') != std::string_view::npos) {
    return false;
  }
  if (text.find("node_modules/") != std::string_view::npos) {
    return false;
  }
  for (const std::string_view extension : {".ts", ".mts", ".cts", ".tsx", ".js", ".mjs", ".cjs"}) {
    if (text.ends_with(extension)) {
      return true;
    }
  }
  return false;
}

}  // namespace

std::optional<std::string> entry_named_in(std::string_view bundle) {
  std::optional<std::string> entry;
  for (std::size_t at = 0; at < bundle.size();) {
    const std::size_t end = std::min(bundle.find('\n', at), bundle.size());
    std::string_view line = bundle.substr(at, end - at);
    if (line.ends_with('\r')) {
      line.remove_suffix(1);
    }
    if (line.starts_with("// ") && is_source_path(line.substr(3))) {
      entry = std::string(line.substr(3));
    }
    at = end + 1;
  }
  return entry;
}

std::optional<BundledSource> source_of_bundle(const fs::path& asset, const fs::path& folder) {
  for (const std::string_view name : {std::string_view("index.js"), es_module}) {
    const auto bundle = text_of_file(asset / name);
    const auto entry = bundle ? entry_named_in(*bundle) : std::nullopt;
    if (!entry) {
      continue;
    }
    for (fs::path root = folder;; root = root.parent_path()) {
      std::error_code ignored;
      if (fs::is_regular_file(root / *entry, ignored)) {
        const bool is_alike = name != es_module || triggers::is_es_module(root / *entry);
        return is_alike ? std::optional(BundledSource{root, *entry}) : std::nullopt;
      }
      if (root == root.parent_path()) {
        break;
      }
    }
  }
  return std::nullopt;
}

}  // namespace tombola::deploy

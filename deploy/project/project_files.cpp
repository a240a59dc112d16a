#include "deploy/project/project_files.h"

#include <cctype>
#include <fstream>
#include <iterator>

namespace tombola::deploy {

std::optional<std::string> text_of_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    return std::nullopt;
  }
  return std::string(std::istreambuf_iterator<char>(in), {});
}

bool is_within(const std::filesystem::path& path, const std::filesystem::path& folder) {
  const std::filesystem::path relative = path.lexically_relative(folder);
  return !relative.empty() && *relative.begin() != "..";
}

bool is_private(const std::string& name) {
  return name.starts_with('.') || name.ends_with('~') || name == "node_modules" ||
         name == "__pycache__";
}

std::string text_member(const Json& object, const char* name) {
  const auto found = object.find(name);  // the end, too, for what is no object
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::string local_path(const Json& object, const char* name) {
  std::string text = text_member(object, name);
  return text.find("://") == std::string::npos ? text : std::string();
}

std::string stack_name_of(std::string name) {
  for (char& letter : name) {
    letter = std::isalnum(static_cast<unsigned char>(letter)) != 0 ? letter : '-';
  }
  const bool begins_well = !name.empty() && std::isalpha(static_cast<unsigned char>(name[0])) != 0;
  return begins_well ? name : "stack-" + name;
}

}  // namespace tombola::deploy

#include "deploy/project/checked_json.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace tombola::deploy {
namespace {

// As in JavaScript: a.b, a["b c"]
std::string joined(const std::string& path, std::string_view name) {
  const bool is_plain = std::all_of(name.begin(), name.end(), [](unsigned char letter) {
    return std::isalnum(letter) != 0 || letter == '_' || letter == '-';
  });
  if (is_plain && !name.empty()) {
    return path.empty() ? std::string(name) : fmt::format("{}.{}", path, name);
  }
  return fmt::format("{}[\"{}\"]", path, name);
}

}  // namespace

void CheckedJson::fail(std::string_view what) const {
  throw ProjectError(path_.empty() ? fmt::format("{}: {}", file_, what)
                                   : fmt::format("{}: {}: {}", file_, path_, what));
}

CheckedJson CheckedJson::at(std::string_view name, const Json& value) const {
  return {value, file_, joined(path_, name)};
}

void CheckedJson::check_members(std::initializer_list<std::string_view> allowed) const {
  if (!value_.is_object()) {
    fail("it must be an object");
  }
  for (const auto& [name, value] : value_.items()) {
    if (std::find(allowed.begin(), allowed.end(), name) == allowed.end()) {
      at(name, value)
          .fail(fmt::format("there is no such setting; there are {}",
                            fmt::join(allowed.begin(), allowed.end(), ", ")));
    }
  }
}

std::optional<CheckedJson> CheckedJson::find(std::string_view name) const {
  const auto found = value_.find(name);
  return found == value_.end() ? std::nullopt : std::optional(at(name, *found));
}

CheckedJson CheckedJson::member(std::string_view name) const {
  if (auto found = find(name)) {
    return std::move(*found);
  }
  fail(fmt::format("it needs a {}", name));
}

std::vector<std::pair<std::string, CheckedJson>> CheckedJson::members() const {
  if (!value_.is_object()) {
    fail("it must be an object");
  }
  std::vector<std::pair<std::string, CheckedJson>> members;
  for (const auto& [name, value] : value_.items()) {
    members.emplace_back(name, at(name, value));
  }
  return members;
}

std::vector<CheckedJson> CheckedJson::elements() const {
  if (!value_.is_array()) {
    fail("it must be a list");
  }
  std::vector<CheckedJson> elements;
  for (std::size_t i = 0; i < value_.size(); ++i) {
    elements.emplace_back(value_[i], file_, fmt::format("{}[{}]", path_, i));
  }
  return elements;
}

std::string CheckedJson::text() const {
  if (!value_.is_string() || value_.get_ref<const std::string&>().empty()) {
    fail("it must be a text");
  }
  return value_.get<std::string>();
}

const Json& CheckedJson::number() const {
  if (!value_.is_number_integer()) {
    fail("it must be a whole number");
  }
  return value_;
}

const Json& CheckedJson::boolean() const {
  if (!value_.is_boolean()) {
    fail("it must be true or false");
  }
  return value_;
}

}  // namespace tombola::deploy

// A value of a JSON file that a person wrote, with its place in the file: whatever is wrong is told
// with both. Pure.
#pragma once

#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "deploy/project/project.h"
#include "deploy/template/template.h"

namespace tombola::deploy {

// The document outlives it.
class CheckedJson {
 public:
  CheckedJson(const Json& value, std::string file, std::string path = {})
      : value_(value), file_(std::move(file)), path_(std::move(path)) {}

  const Json& value() const { return value_; }
  bool is_object() const { return value_.is_object(); }
  bool is_text() const { return value_.is_string(); }

  // An object whose members are among these; with none named, whatever they are called.
  void check_members(std::initializer_list<std::string_view> allowed) const;
  // None: it has no such member. This is an object.
  std::optional<CheckedJson> find(std::string_view name) const;
  // Refuses what has no such member.
  CheckedJson member(std::string_view name) const;
  // Of an object, in its order, each with its name.
  std::vector<std::pair<std::string, CheckedJson>> members() const;
  // Of a list.
  std::vector<CheckedJson> elements() const;

  // Each refuses what is none, empty texts too.
  std::string text() const;
  const Json& number() const;
  const Json& boolean() const;
  // "file: tables.Entries.partitionKey: <what>"
  [[noreturn]] void fail(std::string_view what) const;

 private:
  CheckedJson at(std::string_view name, const Json& value) const;

  const Json& value_;
  std::string file_;
  std::string path_;
};

}  // namespace tombola::deploy

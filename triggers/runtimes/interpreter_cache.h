// What interpreters said of themselves, kept in a folder: asking node costs a start 40 to 100 ms,
// and it says the same until it is another program.
//
// A file for each name, a JSON object: {"version":1,"program","size_bytes","modified_ns","inode",
// "answer":{"program","major","minor"}}. What cannot be read or written is as if it were not there.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "triggers/runtimes/interpreter.h"

namespace tombola::triggers {

class InterpreterCache {
 public:
  // `folder`: made when there is something to keep. Empty: nothing is kept.
  explicit InterpreterCache(std::filesystem::path folder) : folder_(std::move(folder)) {}

  // What `program` answered, if it looks as it did then.
  std::optional<Interpreter> find(const std::string& program) const;

  // A script in front of the real program (a version manager's) is not kept: what it answers
  // follows from more than itself.
  void keep(const std::string& program, const Interpreter& answer) const;

 private:
  std::filesystem::path file_of(const std::string& program) const;

  std::filesystem::path folder_;
};

// $XDG_CACHE_HOME/tombola, or ~/.cache/tombola; empty when the user has neither.
std::filesystem::path user_cache_folder();

}  // namespace tombola::triggers

// What is said of a command line that is wrong, for a person who mistyped: what was meant, where that
// can be told. Pure.
#pragma once

#include <string>
#include <vector>

namespace tombola::cli {

// What a command line may have: flags with their dashes. `name` is empty for those of tombola itself.
struct CommandWords {
  std::string name;
  std::vector<std::string> flags;
};

// Of an argument that nobody expects: "there is no command 'sevre' (did you mean serve?)". `given`: the
// command that it was given to; empty: none.
std::string unexpected_text(const std::string& argument, const std::string& given,
                            const std::vector<CommandWords>& commands);

// The one that is so close to `word` that it may have been meant; empty: none is.
std::string nearest(const std::string& word, const std::vector<std::string>& known);

}  // namespace tombola::cli

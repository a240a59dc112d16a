#include "cli/usage.h"

#include <algorithm>
#include <cstddef>

#include <fmt/format.h>

namespace tombola::cli {
namespace {

// Letters that are missing, too many, wrong or swapped with their neighbour, each counts one.
std::size_t distance(const std::string& one, const std::string& other) {
  std::vector<std::vector<std::size_t>> steps(one.size() + 1,
                                              std::vector<std::size_t>(other.size() + 1));
  for (std::size_t i = 0; i <= one.size(); ++i) {
    for (std::size_t j = 0; j <= other.size(); ++j) {
      if (i == 0 || j == 0) {
        steps[i][j] = i + j;
        continue;
      }
      const std::size_t wrong = one[i - 1] == other[j - 1] ? 0 : 1;
      steps[i][j] =
          std::min({steps[i - 1][j] + 1, steps[i][j - 1] + 1, steps[i - 1][j - 1] + wrong});
      if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1]) {
        steps[i][j] = std::min(steps[i][j], steps[i - 2][j - 2] + 1);
      }
    }
  }
  return steps[one.size()][other.size()];
}

std::string meant(const std::string& word, const std::vector<std::string>& known) {
  const std::string found = nearest(word, known);
  return found.empty() ? "" : fmt::format(" (did you mean {}?)", found);
}

std::string unknown_flag(const std::string& flag, const std::string& given,
                         const std::vector<CommandWords>& commands) {
  const auto own = std::find_if(commands.begin(), commands.end(),
                                [&](const CommandWords& one) { return one.name == given; });
  if (!given.empty()) {
    return fmt::format("{} has no flag {}{}", given, flag, meant(flag, own->flags));
  }
  for (const CommandWords& one : commands) {
    if (std::find(one.flags.begin(), one.flags.end(), flag) != one.flags.end()) {
      return fmt::format("{} belongs behind a command: tombola {} {}", flag, one.name, flag);
    }
  }
  return fmt::format("there is no flag {}{}", flag, meant(flag, own->flags));
}

}  // namespace

std::string unexpected_text(const std::string& argument, const std::string& given,
                            const std::vector<CommandWords>& commands) {
  if (argument.starts_with('-')) {
    return unknown_flag(argument.substr(0, argument.find('=')), given, commands);
  }
  if (!given.empty()) {
    return fmt::format("{} does not take '{}'", given, argument);
  }
  std::vector<std::string> names;
  for (const CommandWords& one : commands) {
    names.push_back(one.name);
  }
  return fmt::format("there is no command '{}'{}", argument, meant(argument, names));
}

std::string nearest(const std::string& word, const std::vector<std::string>& known) {
  // Of a short word nearly everything is two letters away.
  const std::size_t distance_max = word.size() < 6 ? 2 : 3;
  std::string best;
  std::size_t best_distance = std::min(distance_max + 1, word.size() / 2 + 1);
  for (const std::string& one : known) {
    const std::size_t steps = distance(word, one);
    if (steps < best_distance) {
      best = one;
      best_distance = steps;
    }
  }
  return best;
}

}  // namespace tombola::cli

// A branch is a row of nodes, and a state is the number of the node that is next. All states that the
// text so far allows are kept at once; {m,n} is written out as m nodes and n - m optional ones.
#include "services/logs/log_regex.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "services/logs/logs_limits.h"
#include "services/logs/pattern_reader.h"

namespace tombola::services::logs {
namespace {

using Characters = std::bitset<256>;

std::size_t byte_of(char character) {
  return static_cast<unsigned char>(character);
}

Characters range(char first, char last) {
  Characters characters;
  for (std::size_t byte = byte_of(first); byte <= byte_of(last); ++byte) {
    characters.set(byte);
  }
  return characters;
}

Characters one(char character) {
  return range(character, character);
}

Characters digits() {
  return range('0', '9');
}

Characters word_characters() {
  return digits() | range('a', 'z') | range('A', 'Z') | one('_');
}

Characters spaces() {
  return range('\t', '\r') | one(' ');
}

// What may stand there for itself.
bool is_plain(char character) {
  return is_alphanumeric(character) ||
         std::string_view(":_#=@/;,-").find(character) != std::string_view::npos;
}

}  // namespace

class LogRegexParser {
 public:
  explicit LogRegexParser(std::string_view text) : text_(text) {}

  std::vector<LogRegex::Branch> parse() {
    std::vector<LogRegex::Branch> branches(1);
    while (!text_.empty()) {
      if (take('|')) {
        branches.emplace_back();
        continue;
      }
      add(branches.back(), atom());
    }
    return branches;
  }

 private:
  using Node = LogRegex::Node;

  bool take(char character) {
    if (text_.empty() || text_.front() != character) {
      return false;
    }
    text_.remove_prefix(1);
    return true;
  }

  char next() {
    if (text_.empty()) {
      throw invalid_filter_pattern();
    }
    const char character = text_.front();
    text_.remove_prefix(1);
    return character;
  }

  Node atom() {
    Node node;
    if (take('^')) {
      node.kind = Node::Kind::Begin;
    } else if (take('$')) {
      node.kind = Node::Kind::End;
    } else if (take('.')) {
      node.characters = ~one('\n');
    } else if (take('[')) {
      node.characters = character_class();
    } else if (take('\\')) {
      node.characters = escaped();
    } else if (is_plain(text_.front())) {
      node.characters = one(next());
    } else if (std::string_view("?*+{}]").find(text_.front()) != std::string_view::npos) {
      throw invalid_filter_pattern();
    } else {
      throw invalid_character(text_.front());
    }
    return node;
  }

  // The character after a backslash.
  Characters escaped() {
    const char letter = next();
    switch (letter) {
      case 'd':
        return digits();
      case 'D':
        return ~digits();
      case 's':
        return spaces();
      case 'S':
        return ~spaces();
      case 'w':
        return word_characters();
      case 'W':
        return ~word_characters();
      case 'x': {
        const char hexadecimal[] = {next(), next()};
        unsigned byte = 0;
        const auto read = std::from_chars(hexadecimal, hexadecimal + 2, byte, 16);
        if (read.ptr != hexadecimal + 2) {
          throw invalid_filter_pattern();
        }
        return one(static_cast<char>(byte));
      }
      default:
        return one(letter);
    }
  }

  Characters character_class() {
    const bool negated = take('^');
    Characters characters;
    do {
      if (take('\\')) {
        characters |= escaped();
        continue;
      }
      const char first = next();
      const bool is_range =
          text_.size() >= 2 && text_.front() == '-' && text_[1] != ']' && text_[1] != '\\';
      if (!is_range) {
        characters |= one(first);
        continue;
      }
      next();
      const char last = next();
      if (byte_of(last) < byte_of(first)) {
        throw invalid_filter_pattern();
      }
      characters |= range(first, last);
    } while (!take(']'));
    return negated ? ~characters : characters;
  }

  void add(LogRegex::Branch& branch, Node node) {
    std::size_t copies = 1;
    std::size_t optional_copies = 0;
    if (take('?')) {
      node.optional = true;
    } else if (take('*')) {
      node.optional = node.repeated = true;
    } else if (take('+')) {
      node.repeated = true;
    } else if (take('{')) {
      copies = number();
      if (!take(',')) {
        close_brace();
      } else if (take('}')) {  // as often as there are
        node.repeated = true;
        node.optional = copies == 0;
        copies = std::max<std::size_t>(copies, 1);
      } else {
        const std::size_t most = number();
        close_brace();
        if (most < copies) {
          throw invalid_filter_pattern();
        }
        optional_copies = most - copies;
      }
    }
    node_count_ += copies + optional_copies;
    if (node_count_ > limits::regex_nodes_max) {
      throw invalid_filter_pattern();
    }
    branch.insert(branch.end(), copies, node);
    node.optional = true;
    branch.insert(branch.end(), optional_copies, node);
  }

  std::size_t number() {
    std::size_t value = 0;
    const auto read = std::from_chars(text_.data(), text_.data() + text_.size(), value);
    if (read.ec != std::errc() || value > limits::regex_nodes_max) {
      throw invalid_filter_pattern();
    }
    text_.remove_prefix(static_cast<std::size_t>(read.ptr - text_.data()));
    return value;
  }

  void close_brace() {
    if (!take('}')) {
      throw invalid_filter_pattern();
    }
  }

  std::string_view text_;
  std::size_t node_count_ = 0;
};

LogRegex::LogRegex(std::string_view expression) : branches_(LogRegexParser(expression).parse()) {}

bool LogRegex::matches(std::string_view text) const {
  return std::any_of(branches_.begin(), branches_.end(),
                     [&](const Branch& branch) { return branch_matches(branch, text); });
}

bool LogRegex::branch_matches(const Branch& branch, std::string_view text) {
  std::vector<bool> states(branch.size() + 1);
  std::vector<bool> next(branch.size() + 1);
  for (std::size_t at = 0; at <= text.size(); ++at) {
    states[0] = true;  // a match may begin anywhere
    for (std::size_t i = 0; i < branch.size(); ++i) {
      const Node& node = branch[i];
      const bool holds_here = (node.kind == Node::Kind::Begin && at == 0) ||
                              (node.kind == Node::Kind::End && at == text.size());
      if (states[i] && (node.optional || holds_here)) {
        states[i + 1] = true;
      }
    }
    if (states[branch.size()]) {
      return true;
    }
    if (at == text.size()) {
      break;
    }
    std::fill(next.begin(), next.end(), false);
    for (std::size_t i = 0; i < branch.size(); ++i) {
      const Node& node = branch[i];
      if (states[i] && node.kind == Node::Kind::Character &&
          node.characters.test(byte_of(text[at]))) {
        next[i + 1] = true;
        next[i] = next[i] || node.repeated;
      }
    }
    states.swap(next);
  }
  return false;
}

}  // namespace tombola::services::logs

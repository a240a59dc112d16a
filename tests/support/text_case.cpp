#include "tests/support/text_case.h"

#include <cctype>
#include <fstream>
#include <stdexcept>
#include <string_view>

namespace tombola::tests {
namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front()))) {
    text.remove_prefix(1);
  }
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back()))) {
    text.remove_suffix(1);
  }
  return text;
}

class Reader {
 public:
  explicit Reader(const std::string& path) : path_(path) {}

  std::vector<TextCase> read() {
    std::ifstream file(path_);
    if (!file) {
      throw std::runtime_error(path_ + ": cannot be read");
    }
    for (std::string line; std::getline(file, line);) {
      ++line_number_;
      take(trimmed(line));
    }
    if (cases_.empty()) {
      throw std::runtime_error(path_ + ": has no case");
    }
    return std::move(cases_);
  }

 private:
  void take(std::string_view line) {
    if (line.empty() || line.starts_with('#')) {
      return;
    }
    if (line == "prelude") {
      in_prelude_ = true;
    } else if (line.starts_with("case ")) {
      in_prelude_ = false;
      cases_.push_back({std::string(trimmed(line.substr(5))), prelude_});
    } else if (line.starts_with("= ")) {
      expect(Expectation::Kind::Exact, line.substr(2));
    } else if (line.starts_with("~ ")) {
      expect(Expectation::Kind::Members, line.substr(2));
    } else if (line.starts_with("! ")) {
      expect(Expectation::Kind::Error, line.substr(2));
    } else if (line.starts_with("-> ")) {
      expect(Expectation::Kind::Keep, line.substr(3));
    } else if (std::isalpha(static_cast<unsigned char>(line.front())) && !is_open_) {
      begin_step(line);
    } else {
      go_on(line);
    }
    note_whether_open();
  }

  void begin_step(std::string_view line) {
    const std::size_t space = line.find(' ');
    Step step;
    step.operation = line.substr(0, space);
    step.request =
        space == std::string_view::npos ? "{}" : std::string(trimmed(line.substr(space)));
    step.line = line_number_;
    steps().push_back(std::move(step));
    open_text_ = &steps().back().request;
  }

  void expect(Expectation::Kind kind, std::string_view text) {
    if (steps().empty()) {
      fail("an expectation without a step");
    }
    steps().back().expectations.push_back({kind, std::string(trimmed(text)), line_number_});
    open_text_ = &steps().back().expectations.back().text;
  }

  void go_on(std::string_view line) {
    if (open_text_ == nullptr) {
      fail("expected an operation");
    }
    open_text_->append("\n").append(line);
  }

  // JSON over several lines: as long as its braces are open, lines belong to it.
  void note_whether_open() {
    int depth = 0;
    bool in_string = false;
    if (open_text_ != nullptr && (open_text_->starts_with('{'))) {
      for (std::size_t i = 0; i < open_text_->size(); ++i) {
        const char c = (*open_text_)[i];
        if (in_string) {
          i += c == '\\' ? 1 : 0;
          in_string = c != '"';
        } else if (c == '"') {
          in_string = true;
        } else {
          depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
        }
      }
    }
    is_open_ = depth > 0;
  }

  std::vector<Step>& steps() {
    if (in_prelude_) {
      return prelude_;
    }
    if (cases_.empty()) {
      fail("a step before the first case");
    }
    return cases_.back().steps;
  }

  [[noreturn]] void fail(const std::string& why) const {
    throw std::runtime_error(path_ + ":" + std::to_string(line_number_) + ": " + why);
  }

  std::string path_;
  int line_number_ = 0;
  bool in_prelude_ = false;
  bool is_open_ = false;
  std::string* open_text_ = nullptr;
  std::vector<Step> prelude_;
  std::vector<TextCase> cases_;
};

}  // namespace

std::vector<TextCase> read_text_cases(const std::string& path) {
  return Reader(path).read();
}

}  // namespace tombola::tests

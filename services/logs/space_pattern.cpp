#include "services/logs/space_pattern.h"

#include <algorithm>

#include "services/logs/logs_limits.h"

namespace tombola::services::logs {
namespace {

bool is_name_character(char character) {
  return is_alphanumeric(character) || character == '_' || character == '-';
}

bool is_space(char character) {
  return character == ' ' || character == '\t' || character == '\r' || character == '\n';
}

// Where a field ends that begins so; npos: such a field is not closed.
std::size_t end_of_enclosed(std::string_view text) {
  if (text.front() != '[' && text.front() != '"') {
    return std::string_view::npos;
  }
  return text.find(text.front() == '[' ? ']' : '"', 1);
}

}  // namespace

SpacePattern::SpacePattern(std::string_view fields) {
  PatternReader reader(fields);
  do {
    reader.skip_spaces();
    if (reader.accept("...")) {
      if (ellipsis_) {
        throw invalid_filter_pattern();
      }
      ellipsis_ = fields_.size();
    } else {
      const std::string_view name = reader.take_while(is_name_character);
      reader.skip_spaces();
      fields_.push_back(read_conditions(reader, name));
    }
    reader.skip_spaces();
  } while (reader.accept(','));
  if (!reader.at_end()) {
    reader.fail();
  }
}

// Each names the field anew: status = 4* && status != 403.
SpacePattern::FieldConditions SpacePattern::read_conditions(PatternReader& reader,
                                                            std::string_view name) {
  FieldConditions any_of;
  if (reader.at_end() || reader.peek() == ',') {
    return any_of;
  }
  any_of.emplace_back();
  while (true) {
    any_of.back().push_back(PatternComparison::read(reader));
    if (any_of.back().back().has_regex() && ++regex_count_ > limits::filter_regexes_max) {
      throw invalid_filter_pattern();
    }
    reader.skip_spaces();
    if (reader.accept("||")) {
      any_of.emplace_back();
    } else if (!reader.accept("&&")) {
      return any_of;
    }
    reader.skip_spaces();
    if (reader.take_while(is_name_character) != name) {
      throw invalid_filter_pattern();
    }
    reader.skip_spaces();
  }
}

bool SpacePattern::matches(std::string_view message) const {
  const std::vector<std::string_view> fields = fields_between_spaces(message);
  if (ellipsis_ ? fields.size() < fields_.size() : fields.size() != fields_.size()) {
    return false;
  }
  for (std::size_t i = 0; i < fields_.size(); ++i) {
    const bool after_ellipsis = ellipsis_ && i >= *ellipsis_;
    const std::string_view text = fields[after_ellipsis ? fields.size() - fields_.size() + i : i];
    const PatternField field = {text, parse_pattern_number(text)};
    const auto all_hold = [&](const std::vector<PatternComparison>& all_of) {
      return std::all_of(all_of.begin(), all_of.end(), [&](const PatternComparison& comparison) {
        return comparison.holds(field);
      });
    };
    if (!fields_[i].empty() && std::none_of(fields_[i].begin(), fields_[i].end(), all_hold)) {
      return false;
    }
  }
  return true;
}

std::vector<std::string_view> fields_between_spaces(std::string_view message) {
  std::vector<std::string_view> fields;
  while (true) {
    const auto start = std::find_if_not(message.begin(), message.end(), is_space);
    message.remove_prefix(static_cast<std::size_t>(start - message.begin()));
    if (message.empty()) {
      return fields;
    }
    if (const std::size_t end = end_of_enclosed(message); end != std::string_view::npos) {
      fields.push_back(message.substr(1, end - 1));
      message.remove_prefix(end + 1);
      continue;
    }
    const auto end = std::find_if(message.begin(), message.end(), is_space);
    fields.emplace_back(message.begin(), end);
    message.remove_prefix(fields.back().size());
  }
}

}  // namespace tombola::services::logs

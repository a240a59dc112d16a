#include "services/perl_pattern.h"

#include <boost/regex.hpp>

namespace tombola::services {

struct PerlPattern::Compiled {
  boost::regex regex;
};

PerlPattern::PerlPattern(const std::string& pattern) try
    : compiled_(std::make_shared<const Compiled>(Compiled{boost::regex(pattern)})) {
} catch (const boost::regex_error& error) {
  throw PatternError(error.what());
}

bool PerlPattern::matches(const std::string& text) const {
  return boost::regex_match(text, compiled_->regex);
}

bool PerlPattern::is_found_in(const std::string& text) const {
  return boost::regex_search(text, compiled_->regex);
}

std::optional<std::string> PerlPattern::first_group_in(const std::string& text) const {
  boost::smatch found;
  return boost::regex_search(text, found, compiled_->regex) ? std::optional(found[1].str())
                                                            : std::nullopt;
}

}  // namespace tombola::services

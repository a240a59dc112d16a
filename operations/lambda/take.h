// Settings are what they were unless a request names them.
#pragma once

#include <string>
#include <string_view>

#include "operations/request.h"

namespace tombola::operations::lambda {

inline void take_text(const Request& request, std::string_view name, std::string& target) {
  if (const auto text = request.string(name)) {
    target = *text;
  }
}

inline void take_number(const Request& request, std::string_view name, int& target) {
  if (const auto number = request.integer(name)) {
    target = static_cast<int>(*number);
  }
}

inline void take_flag(const Request& request, std::string_view name, bool& target) {
  target = request.boolean(name).value_or(target);
}

}  // namespace tombola::operations::lambda

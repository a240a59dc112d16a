// Parses a mapping template: the part of Apache Velocity 1.7 that API Gateway has. Pure.
// https://velocity.apache.org/engine/1.7/vtl-reference.html
#pragma once

#include <stdexcept>
#include <string_view>

#include "services/api_gateway/velocity/syntax.h"

namespace tombola::services::velocity {

// What is wrong with a template, or goes wrong as it is rendered, in one line.
class TemplateError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Throws TemplateError: not well formed, too long, too deep, or a directive that API Gateway does not
// have (#macro, #parse, ...).
Block parse_template(std::string_view text);

}  // namespace tombola::services::velocity

// What CloudFormation says of a template, or of the values that it is given: a ValidationError with
// this text. Thrown anywhere in deploy/template/, caught where an answer or a status is made of it.
#pragma once

#include <stdexcept>
#include <string>

namespace tombola::deploy {

class TemplateError : public std::runtime_error {
 public:
  explicit TemplateError(const std::string& message) : std::runtime_error(message) {}
};

}  // namespace tombola::deploy

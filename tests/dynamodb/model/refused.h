// What a call was refused with: "ValidationException: <message>", or "(accepted)".
#pragma once

#include <string>

#include "dynamodb/api_error.h"

namespace tombola::dynamodb {

template <typename Call>
std::string refusal_of(Call call) {
  try {
    call();
  } catch (const ApiError& error) {
    return error.name() + ": " + error.message();
  }
  return "(accepted)";
}

inline std::string validation(const std::string& message) {
  return "ValidationException: " + message;
}

inline std::string serialization(const std::string& message) {
  return "SerializationException: " + message;
}

}  // namespace tombola::dynamodb

// A resource-based policy's document, checked and in the form in which AWS gives it back.
#pragma once

#include <string>
#include <string_view>

namespace tombola::operations {

struct PolicyDocument {
  // Two texts that mean the same make the same of this; the version that was not given is not
  // added.
  std::string sent;
  // Minified; members in AWS's order; lists of one as their element; an account as its root ARN.
  std::string shown;
};

// Throws ApiError::validation: too large, no JSON, no policy. That principals, actions and
// resources exist is not checked.
PolicyDocument parse_policy_document(std::string_view text);

}  // namespace tombola::operations

// Whether a request looks signed the way AWS wants it (Signature Version 4, in the header or in the
// query). The shape only: any credentials pass and no signature is computed. Pure.
#pragma once

#include <optional>
#include <string>

#include "http/message.h"

namespace tombola::server {

struct SignatureRefusal {
  std::string error_name;  // MissingAuthenticationTokenException, ...
  std::string message;     // AWS's
};

// Nothing when the shape is right.
std::optional<SignatureRefusal> check_signature_shape(const http::Request& request);

}  // namespace tombola::server

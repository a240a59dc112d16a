// Who sends a request: whether its signature is to be believed, and whose tables it is about.
//
// By default the shape of the signature is checked, any credentials pass, and everybody sees the
// same tables. With access keys (--auth) signatures, dates and keys are verified as AWS does. With
// --isolate the account, the region or both of the caller separate tables. Thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "dynamodb/model/table_definition.h"
#include "http/message.h"
#include "server/access_keys.h"
#include "server/signature.h"
#include "server/signature_shape.h"

namespace tombola::server {

struct Isolation {
  bool account = false;
  bool region = false;
};

class CallerIdentity {
 public:
  struct Rules {
    dynamodb::Namespace name_space;  // of everybody who is not separated
    Isolation isolation;
    std::optional<AccessKeys> access_keys;  // none: any credentials pass
    // Milliseconds since the epoch, real: a signature's age is its client's affair.
    std::function<std::int64_t()> now_ms;
    // The secret of temporary credentials that we gave out; none: we did not.
    std::function<std::optional<std::string>(const std::string& access_key_id)> temporary_secret =
        {};
  };

  explicit CallerIdentity(Rules rules) : rules_(std::move(rules)) {}

  // In AWS's order; `service` is what the scope must say: "dynamodb".
  std::optional<SignatureRefusal> check(const http::Request& request,
                                        std::string_view service) const;
  // Whether signatures are verified, not only looked at.
  bool verifies() const { return rules_.access_keys.has_value(); }
  // Of a request that passed.
  dynamodb::Namespace name_space(const http::Request& request) const;

 private:
  std::optional<SignatureRefusal> verify(const http::Request& request,
                                         std::string_view service) const;
  std::optional<std::string> secret_of(const std::string& access_key_id) const;
  std::string account_of(const std::string& access_key_id) const;

  Rules rules_;
};

}  // namespace tombola::server

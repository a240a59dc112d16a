// ClientRequestToken: a transaction that is sent again within ten minutes is done once. Tokens are
// remembered in the same commit as what they did.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "dynamodb/json/json_document.h"
#include "dynamodb/model/table_definition.h"
#include "storage/engine/engine.h"

namespace tombola::operations {

class RequestToken {
 public:
  // Without a token nothing is ever remembered. `payload`: what must be the same when it comes
  // again.
  RequestToken(std::optional<std::string_view> token, dynamodb::JsonValue payload);

  // Whether this request was done before. Throws IdempotentParameterMismatchException when the
  // token was used with another payload. Holds the token for update.
  bool was_used(storage::Transaction& transaction, const dynamodb::Namespace& name_space,
                std::int64_t now_ms) const;
  void remember(storage::Transaction& transaction, const dynamodb::Namespace& name_space,
                std::int64_t now_ms) const;

 private:
  std::string token_;
  std::string payload_;  // a digest of its own
};

}  // namespace tombola::operations

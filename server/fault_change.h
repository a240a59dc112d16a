// What POST /_tombola/faults asks for:
//
//   {"hold": "transaction", "token": T, "seconds": S}
//       The next transaction with the ClientRequestToken T is held between its checks and its
//       commit, for at most S seconds (1 to 60; 10 by default). One at a time.
//   {"release": "transaction", "token": T}
//       It goes on.
#pragma once

#include <stdexcept>
#include <string_view>

#include "storage/transaction_hold.h"

namespace tombola::server {

// The text says why; nothing was changed.
class FaultRefused : public std::runtime_error {
 public:
  FaultRefused(int status, const std::string& reason)
      : std::runtime_error(reason), http_status(status) {}
  int http_status;  // 400: makes no sense; 409: not now
};

// Throws FaultRefused.
void change_faults(std::string_view body, storage::TransactionHold& hold);

}  // namespace tombola::server

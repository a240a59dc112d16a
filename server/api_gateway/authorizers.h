// Whether a call may go on: signatures, Lambda authorizers, JWT authorizers, Cognito's user pools.
// Thread-safe.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "http/event_loop.h"
#include "server/api_gateway/api_call.h"
#include "server/api_gateway/key_sets.h"
#include "server/api_gateway/lambda_authorizer.h"
#include "server/caller_identity.h"
#include "triggers/function_registry.h"

namespace tombola::server {

class Authorizers {
 public:
  // What it refers to outlives it.
  struct Parts {
    const triggers::FunctionRegistry& functions;
    http::EventLoop& timers;
    const CallerIdentity& identity;
    // Of the service clock, which results are kept by.
    std::function<std::int64_t()> now_ms;
  };
  explicit Authorizers(Parts parts);

  // Calls `next` when the call may go on, its events filled with who calls; refuses it otherwise. Never
  // waits.
  using Next = std::function<void()>;
  void authorize(const ApiCallPtr& call, Next next) const;

 private:
  struct Cache;

  void check_signature(const ApiCallPtr& call, const Next& next) const;
  void ask_function(const ApiCallPtr& call, const AuthorizerDocument& authorizer,
                    const Next& next) const;
  void invoke(const ApiCallPtr& call, const AuthorizerDocument& authorizer,
              const std::vector<std::string>& identity, const std::string& key,
              const Next& next) const;
  void check_jwt(const ApiCallPtr& call, const AuthorizerDocument& authorizer,
                 const Next& next) const;
  void check_user_pool(const ApiCallPtr& call, const AuthorizerDocument& authorizer,
                       const Next& next) const;

  Parts parts_;
  std::shared_ptr<Cache> cache_;
  std::shared_ptr<KeySets> keys_;
};

}  // namespace tombola::server

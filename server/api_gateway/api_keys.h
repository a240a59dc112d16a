// API keys and the usage plans behind them: whether a call has a key where its method wants one, and how
// many calls a key may make, by the service clock. Counts are kept in memory. Thread-safe.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "server/api_gateway/api_call.h"
#include "services/api_gateway/account_store.h"

namespace tombola::server {

class ApiKeys {
 public:
  // `accounts` outlives it. `now_ms`: the service clock's.
  ApiKeys(services::api_gateway::AccountStore& accounts, std::function<std::int64_t()> now_ms)
      : accounts_(accounts), now_ms_(std::move(now_ms)) {}

  // Why the call may not go on; none: it may, and its events name its key.
  std::optional<GatewayError> refuse(ApiCall& call);

 private:
  // One key in one plan.
  struct Usage {
    double tokens = 0;
    std::int64_t filled_ms = 0;
    std::int64_t period = 0;
    std::int64_t used = 0;
  };
  std::optional<GatewayError> count(const std::string& key,
                                    const services::api_gateway::Document& plan,
                                    const services::api_gateway::Document& stage_of_plan,
                                    const ApiCall& call);

  services::api_gateway::AccountStore& accounts_;
  std::function<std::int64_t()> now_ms_;
  std::mutex mutex_;
  std::map<std::string, Usage> usage_;
};

}  // namespace tombola::server

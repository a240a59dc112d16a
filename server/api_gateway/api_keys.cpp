// Throttle: a bucket of `burstLimit` tokens that fills with `rateLimit` tokens a second. Quota: a count
// that begins anew with each day, week or month of UTC.
#include "server/api_gateway/api_keys.h"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

namespace tombola::server {
namespace {

using nlohmann::ordered_json;
using services::api_gateway::Account;
using services::api_gateway::Document;

// Null: there is none, or it is not enabled.
const Document* key_of_value(const Account& account, std::string_view value) {
  const auto found =
      std::find_if(account.api_keys.begin(), account.api_keys.end(), [&](const auto& one) {
        return one.second.value("enabled", true) && one.second.value("value", "") == value;
      });
  return found == account.api_keys.end() ? nullptr : &found->second;
}

// {"apiId","stage","throttle"?} of the plan; null: the plan is not for this stage.
const Document* stage_of(const Document& plan, const ApiCall& call) {
  const auto stages = plan.find("apiStages");
  if (stages == plan.end()) {
    return nullptr;
  }
  for (const Document& stage : *stages) {
    if (stage.value("apiId", "") == call.owner->id && stage.value("stage", "") == call.stage.name) {
      return &stage;
    }
  }
  return nullptr;
}

bool has_key(const Document& plan, const std::string& key_id) {
  const auto keys = plan.find("keyIds");
  return keys != plan.end() && std::find(keys->begin(), keys->end(), key_id) != keys->end();
}

// Which day, week or month of all it is.
std::int64_t period_of(const std::string& name, std::int64_t offset, std::int64_t now_ms) {
  using namespace std::chrono;
  const sys_days day = floor<days>(sys_time<milliseconds>(milliseconds(now_ms)));
  const std::int64_t number = day.time_since_epoch().count();
  if (name == "DAY") {
    return number;
  }
  if (name == "WEEK") {  // the first of January 1970 was a Thursday; weeks begin on Sunday
    return (number + 4 - offset) / 7;
  }
  const year_month_day date(day - days(offset));
  return std::int64_t{static_cast<int>(date.year())} * 12 + static_cast<unsigned>(date.month());
}

// The throttle of the method, if the plan's stage has one of its own, or the plan's; null: none.
const Document* throttle_of(const Document& plan, const Document& stage, const ApiCall& call) {
  const auto methods = stage.find("throttle");
  if (methods != stage.end() && methods->is_object()) {
    for (const std::string& name :
         {call.route.resource + "/" + call.request.method, std::string("*/*")}) {
      if (const auto found = methods->find(name); found != methods->end()) {
        return &*found;
      }
    }
  }
  const auto found = plan.find("throttle");
  return found == plan.end() || !found->is_object() ? nullptr : &*found;
}

std::string with_api_key(const std::string& identity_json, const std::string& value,
                         const std::string& id) {
  ordered_json identity =
      identity_json.empty() ? ordered_json::object() : ordered_json::parse(identity_json);
  identity["apiKey"] = value;
  identity["apiKeyId"] = id;
  return identity.dump();
}

}  // namespace

std::optional<GatewayError> ApiKeys::refuse(ApiCall& call) {
  if (!call.is_rest() || !call.route.method->value("apiKeyRequired", false)) {
    return std::nullopt;
  }
  const bool from_authorizer = call.api->settings.value("apiKeySource", "HEADER") == "AUTHORIZER";
  const std::string value(from_authorizer ? std::string_view(call.usage_key)
                                          : call.request.header("x-api-key"));
  const auto account = accounts_.find(call.owner->name_space);
  const Document* key = value.empty() ? nullptr : key_of_value(*account, value);
  if (key == nullptr) {
    return invalid_api_key();
  }
  const std::string id = key->at("id");
  for (const auto& [plan_id, plan] : account->usage_plans) {
    const Document* stage = has_key(plan, id) ? stage_of(plan, call) : nullptr;
    if (stage != nullptr) {
      call.gateway.identity_json = with_api_key(call.gateway.identity_json, value, id);
      return count(plan_id + "/" + id, plan, *stage, call);
    }
  }
  return invalid_api_key();
}

std::optional<GatewayError> ApiKeys::count(const std::string& key, const Document& plan,
                                           const Document& stage_of_plan, const ApiCall& call) {
  const std::int64_t now_ms = now_ms_();
  const std::lock_guard lock(mutex_);
  if (const Document* throttle = throttle_of(plan, stage_of_plan, call)) {
    const double rate = throttle->value("rateLimit", 0.0);
    const double burst = std::max(1.0, throttle->value("burstLimit", rate));
    const auto [bucket, is_new] = usage_.try_emplace(key + "/" + throttle->dump());
    Usage& usage = bucket->second;
    const double filled =
        static_cast<double>(std::max<std::int64_t>(0, now_ms - usage.filled_ms)) / 1000 * rate;
    usage.tokens = is_new ? burst : std::min(burst, usage.tokens + filled);
    usage.filled_ms = now_ms;
    if (usage.tokens < 1) {
      return throttled();
    }
    usage.tokens -= 1;
  }
  const auto quota = plan.find("quota");
  if (quota == plan.end() || !quota->is_object()) {
    return std::nullopt;
  }
  Usage& usage = usage_[key];
  const std::int64_t period =
      period_of(quota->value("period", "DAY"), quota->value("offset", 0), now_ms);
  if (usage.period != period) {
    usage.period = period;
    usage.used = 0;
  }
  if (usage.used >= quota->value("limit", std::int64_t{0})) {
    return quota_exceeded();
  }
  ++usage.used;
  return std::nullopt;
}

}  // namespace tombola::server

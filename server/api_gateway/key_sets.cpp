#include "server/api_gateway/key_sets.h"

#include <chrono>

#include "server/api_gateway/api_gateway_limits.h"

namespace tombola::server {
namespace {

using nlohmann::ordered_json;
using JsonDone = std::function<void(const ordered_json& document, const std::string& problem)>;

// Empty: there is none.
std::string url_in(const ordered_json& document, const char* member) {
  const auto found = document.find(member);
  return found == document.end() || !found->is_string() ? "" : found->get<std::string>();
}

// The JSON object at that URL; a discarded document: there is none.
void fetch_json(http::EventLoop& loop, const std::string& url, JsonDone done) {
  const ordered_json none(ordered_json::value_t::discarded);
  const auto parsed = http::parse_url(url);
  if (!parsed) {
    return done(none, url + " is no URL");
  }
  http::FetchRequest request{*parsed, "GET", {{"Accept", "application/json"}}, {}};
  request.timeout = api_limits::key_set_timeout;
  http::fetch(loop, std::move(request), [url, none, done](const http::FetchOutcome& outcome) {
    if (const auto* failure = std::get_if<http::FetchFailure>(&outcome)) {
      return done(none, failure->reason);
    }
    const http::Response& response = std::get<http::Response>(outcome);
    const auto document = ordered_json::parse(response.body, nullptr, false);
    if (response.status != 200 || !document.is_object()) {
      return done(none, url + " answered " + std::to_string(response.status) +
                            ", and no JSON object with 200");
    }
    done(document, "");
  });
}

}  // namespace

void KeySets::find(const std::string& issuer, bool anew, std::int64_t now_ms, Done done) {
  {
    const std::lock_guard lock(shared_->mutex);
    const auto found = shared_->kept.find(issuer);
    const auto age_ms = found == shared_->kept.end() ? 0 : now_ms - found->second.fetched_ms;
    if (found != shared_->kept.end() &&
        age_ms < (anew ? api_limits::key_set_age_ms_min : api_limits::key_set_age_ms_max)) {
      const KeySet keys = found->second.keys;
      return done(keys, "");
    }
  }
  const std::string base = issuer.ends_with('/') ? issuer.substr(0, issuer.size() - 1) : issuer;
  fetch_json(loop_, base + "/.well-known/openid-configuration",
             [&loop = loop_, shared = shared_, issuer, now_ms, done](
                 const ordered_json& configuration, const std::string& problem) {
               if (configuration.is_discarded()) {
                 return done(nullptr, problem);
               }
               fetch_json(loop, url_in(configuration, "jwks_uri"),
                          [shared, issuer, now_ms, done](const ordered_json& keys,
                                                         const std::string& why) {
                            if (keys.is_discarded()) {
                              return done(nullptr, why);
                            }
                            auto set = std::make_shared<const ordered_json>(keys);
                            {
                              const std::lock_guard lock(shared->mutex);
                              shared->kept[issuer] = {set, now_ms};
                            }
                            done(set, "");
                          });
             });
}

}  // namespace tombola::server

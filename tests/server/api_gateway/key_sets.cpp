#include "server/api_gateway/key_sets.h"

#include <future>
#include <map>
#include <mutex>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "http/event_loop.h"
#include "http/listener.h"

using namespace tombola;
using server::KeySets;

namespace {

// An issuer on this machine, whose documents the test writes.
class Issuer : public http::Handler {
 public:
  Issuer() { listener_.start(); }

  void put(const std::string& path, const std::string& document) {
    const std::lock_guard lock(mutex_);
    documents_[path] = document;
  }
  std::string url() const { return fmt::format("http://127.0.0.1:{}", listener_.port()); }

  void handle(http::Request request, http::Responder respond) override {
    const std::lock_guard lock(mutex_);
    const auto found = documents_.find(request.target);
    respond({found == documents_.end() ? 404 : 200,
             {},
             found == documents_.end() ? std::string() : found->second});
  }

 private:
  static http::ListenerOptions loopback() {
    http::ListenerOptions options;
    options.addresses = {"127.0.0.1"};
    return options;
  }

  std::mutex mutex_;
  std::map<std::string, std::string> documents_;
  http::EventLoop loop_{"issuer", 1};
  http::Listener listener_{loop_, *this, loopback()};
};

struct Found {
  KeySets::KeySet keys;
  std::string problem;
};

Found find(KeySets& sets, const std::string& issuer, bool anew = false, std::int64_t now_ms = 0) {
  const auto found = std::make_shared<std::promise<Found>>();
  sets.find(issuer, anew, now_ms, [found](const KeySets::KeySet& keys, const std::string& problem) {
    found->set_value({keys, problem});
  });
  return found->get_future().get();
}

}  // namespace

TEST_CASE("an issuer's keys are those that its discovery document names") {
  Issuer issuer;
  http::EventLoop loop("fetch", 1);
  KeySets sets(loop);
  issuer.put("/.well-known/openid-configuration",
             fmt::format(R"({{"jwks_uri":"{}/keys"}})", issuer.url()));
  issuer.put("/keys", R"({"keys":[1]})");
  const Found found = find(sets, issuer.url() + "/");
  REQUIRE(found.keys);
  CHECK(found.keys->dump() == R"({"keys":[1]})");
}

TEST_CASE("what an issuer has to say need not make sense") {
  Issuer issuer;
  http::EventLoop loop("fetch", 1);
  KeySets sets(loop);
  const auto problem = [&] {
    const Found found = find(sets, issuer.url());
    CHECK_FALSE(found.keys);
    return found.problem;
  };
  using Catch::Matchers::Contains;
  CHECK_THAT(problem(), Contains("answered 404"));
  issuer.put("/.well-known/openid-configuration", "no JSON");
  CHECK_THAT(problem(), Contains("and no JSON object"));
  for (const char* configuration : {"{}", R"({"jwks_uri":5})", R"({"jwks_uri":"nowhere"})"}) {
    issuer.put("/.well-known/openid-configuration", configuration);
    CHECK_THAT(problem(), Contains("is no URL"));
  }
}

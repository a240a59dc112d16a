// An API that is served, its functions and our own services played by the test.
#pragma once

#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "server/api_gateway/api_gateway.h"
#include "storage/clock.h"
#include "storage/engine/engine.h"
#include "tests/server/api_gateway/apis.h"
#include "tests/server/test_server.h"

namespace tombola::test {

inline triggers::InvokeResult success(std::string payload) {
  triggers::InvokeResult result;
  result.payload = std::move(payload);
  return result;
}

inline triggers::InvokeResult failure(std::string payload = R"({"errorMessage":"boom"})") {
  triggers::InvokeResult result;
  result.status = triggers::InvokeStatus::FunctionError;
  result.payload = std::move(payload);
  return result;
}

class PlayedGateway {
 public:
  enum class Deployed { First, AsItIs };
  explicit PlayedGateway(const Api& api, Deployed deployed = Deployed::First) : api_(api) {
    apis_.create(deployed == Deployed::First ? test::deployed(api) : api);
    gateway_.set_port(8000);
    play("f", success(R"({"statusCode":200,"body":"ok"})"));
  }

  void play(const std::string& name, const triggers::InvokeResult& result) {
    play(name, [result](const triggers::Invocation&, const triggers::LambdaRuntime::Done& done) {
      done(result);
    });
  }

  void play(const std::string& name, PlayedFunction::Play play) {
    triggers::Function function;
    function.name = name;
    functions_.put(function, std::make_shared<PlayedFunction>(
                                 [this, play](triggers::Invocation invocation,
                                              triggers::LambdaRuntime::Done done) {
                                   event_ = nlohmann::json::parse(invocation.event_json);
                                   function_arn_ = invocation.function_arn;
                                   ++invocations_;
                                   play(std::move(invocation), std::move(done));
                                 }));
  }

  http::Response send(const std::string& method, const std::string& path,
                      std::vector<http::Header> headers = {}, std::string body = {}) {
    http::Request request;
    request.method = method;
    request.target = path;
    request.headers = {{"Host", api_.id + ".execute-api.localhost:8000"}};
    request.headers.insert(request.headers.end(), headers.begin(), headers.end());
    request.body = std::move(body);
    request.remote_address = "127.0.0.1";
    const auto answered = std::make_shared<std::promise<http::Response>>();
    gateway_.handle(request, http::Responder(std::make_shared<Promised>(answered)));
    return answered->get_future().get();
  }

  void answer_services(server::Integrations::FrontDoor door) {
    gateway_.set_front_door(std::move(door));
  }

  // Of the last invocation.
  const nlohmann::json& event() const { return event_; }
  const std::string& function_arn() const { return function_arn_; }
  int invocations() const { return invocations_; }
  std::vector<std::string> reports() const {
    const std::lock_guard lock(mutex_);
    return reports_;
  }
  storage::ServiceClock& clock() { return clock_; }
  services::api_gateway::AccountStore& accounts() { return accounts_; }

 private:
  class Promised : public http::Responder::Sink {
   public:
    explicit Promised(std::shared_ptr<std::promise<http::Response>> promise)
        : promise_(std::move(promise)) {}
    void send(http::Response response) override { promise_->set_value(std::move(response)); }

   private:
    std::shared_ptr<std::promise<http::Response>> promise_;
  };

  void report(const std::string& text) {
    const std::lock_guard lock(mutex_);
    reports_.push_back(text);
  }

  Api api_;
  std::unique_ptr<storage::Engine> engine_ =
      storage::open_memory_engine({[] { return std::int64_t{0}; }});
  storage::TransactionRunner transactions_{*engine_};
  // 2026-01-02T03:04:05.678Z
  storage::ServiceClock clock_{storage::ServiceClock::State{true, 1'767'323'045'678}};
  services::api_gateway::ApiStore apis_{transactions_};
  services::api_gateway::AccountStore accounts_{transactions_};
  server::CallerIdentity identity_{server::CallerIdentity::Rules{}};
  triggers::FunctionRegistry functions_;
  mutable std::mutex mutex_;
  std::vector<std::string> reports_;
  nlohmann::json event_;
  std::string function_arn_;
  int invocations_ = 0;
  http::EventLoop timers_{"timers", 1};
  server::ApiGateway gateway_{{apis_, functions_, timers_,
                               [this](const std::string& text) { report(text); }, identity_,
                               accounts_, [this] { return clock_.now_ms(); }}};
};

}  // namespace tombola::test

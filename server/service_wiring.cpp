// What each part of the service is given.
#include <utility>

#include <fmt/format.h>

#include "server/clock_store.h"
#include "server/inspection.h"
#include "server/service_impl.h"
#include "server/subscribed_function.h"
#include "triggers/runtimes/environment_variables.h"
#include "triggers/runtimes/runtime_factory.h"

namespace tombola::server {

std::unique_ptr<storage::Engine> Service::Impl::open_engine() {
  storage::EngineOptions engine{[this] { return clock_.now_ms(); }, options_.durability,
                                options_.cache_bytes};
  if (!data_directory_) {
    return storage::open_memory_engine(std::move(engine));
  }
  try {
    return storage::open_rocksdb_engine(data_directory_->engine_path().string(), std::move(engine));
  } catch (const storage::DirectoryInUse& error) {
    throw storage::DirectoryInUse(
        fmt::format("{}; stop it, or choose another directory with --data", error.what()));
  }
}

void Service::Impl::restore_clock() {
  const storage::ServiceClock::State state = load_clock(*transactions_);
  if (state.frozen) {
    clock_.freeze();
    clock_.set(state.value_ms);
  } else if (state.value_ms != 0) {
    clock_.advance(state.value_ms);
  }
  clock_.on_change([this] { save_clock(*transactions_, clock_.state()); });
}

void Service::Impl::open_services() {
  services_.emplace(services::Services::Parts{
      *transactions_, clock_,
      [this](std::chrono::milliseconds delay, std::function<void()> work) {
        return std::make_shared<http::EventLoop::Timer>(workers_.schedule(delay, std::move(work)));
      },
      [this](const std::string& function_arn, std::string event) {
        return invoke_subscribed_function(*lambda_, function_arn, std::move(event));
      },
      data_directory_ ? services::logs::limits::stored_bytes_max
                      : services::logs::limits::stored_bytes_max_in_memory,
      [this](const std::string& text) { log_.complain(text); }});
  handler_log_.keep_in(services_->logs().intake());
  failures_.emplace(*services_);
}

// The Lambda API's functions come to life when the port is known.
void Service::Impl::open_lambda() {
  code_.emplace([this] { return runtimes_.code_folders(); });
  function_catalog_.emplace(triggers::FunctionCatalog::Parts{
      *transactions_, functions_, *code_,
      [this](const triggers::Function& function) {
        if (const auto refusal = inspection_refusal(options_, function)) {
          log_.complain(*refusal);
        }
        return triggers::make_runtime(function, runtimes_.context());
      },
      options_.inspect_ports});
  async_invocations_.emplace(triggers::AsyncInvocations::Parts{
      trigger_loop_, *transactions_, clock_, functions_,
      [this](const triggers::AsyncTarget& target) {
        return function_catalog_->async_settings(target);
      },
      &*failures_, [this](const std::string& text) { log_.say(text); }});
  lambda_.emplace(operations::LambdaContext{
      *function_catalog_, functions_, *async_invocations_, *dispatcher_, "",
      remote_code_refusal(options_),
      [this](const triggers::Function& function) { return runtimes_.runtime_name(function); },
      [this](const std::string& text) { log_.complain(text); }});
  stacks_.emplace(deploy::Stacks::Parts{
      *transactions_,
      [this] { return clock_.now_ms(); },
      {options_.strict, [this](const std::string& text) { log_.complain(text); }}});
  stacks_->mark_interrupted(options_.name_space);
}

CallerIdentity::Rules Service::Impl::caller_rules() const {
  CallerIdentity::Rules rules{options_.name_space, options_.isolation, options_.access_keys,
                              [] { return storage::ProcessClock().now_ms(); },
                              [this](const std::string& key) { return temporary_secret(key); }};
  if (rules.access_keys) {
    (*rules.access_keys)[triggers::access_key_id(options_.name_space)] = {
        handlers_secret_, options_.name_space.account};
  }
  return rules;
}

std::optional<std::string> Service::Impl::temporary_secret(const std::string& key) const {
  const auto session = services_->sessions().find(key);
  return session ? std::optional(session->secret_access_key) : std::nullopt;
}

Router::Parts Service::Impl::router_parts(HttpRoutes routes) {
  const auto say = [this](const std::string& text) { log_.say(text); };
  const auto complain = [this](const std::string& text) { log_.complain(text); };
  const bool writes_wait = options_.durability == storage::Durability::Power;
  service_protocols_.emplace(
      ServiceProtocols::Parts{operation_context(), identity_, workers_, writes_wait, complain});
  s3_protocol_.emplace(S3Protocol::Parts{operation_context(), identity_, workers_, complain});
  return {CallerRules{options_.host, options_.allowed_origins},
          Admin({{*dispatcher_, *sweeper_, clock_, workers_, &*async_invocations_,
                  &services_->logs().intake()},
                 transactions_->hold(),
                 {*transactions_, catalog_, clock_, *dispatcher_, *history_, unchanged_writes_,
                  options_.name_space},
                 {*transactions_, catalog_, functions_, clock_, workers_},
                 {*transactions_, catalog_, clock_, options_.name_space},
                 &*function_catalog_,
                 &*services_,
                 &*stacks_}),
          ApiGatewayProxy({functions_, workers_, options_.name_space, say}),
          JsonTargetProtocol({operation_context(*transactions_at_once_), identity_, workers_,
                              sockets_, complain, &*service_protocols_}),
          std::move(routes),
          complain,
          RestJsonProtocol({operation_context(), identity_, workers_, writes_wait, complain}),
          FunctionUrls({*function_catalog_, functions_, identity_, workers_, say}),
          &*s3_protocol_,
          ApiGateway({services_->apis(), functions_, workers_, say, identity_,
                      services_->api_accounts(), [this] { return clock_.now_ms(); },
                      handlers_secret_})};
}

operations::OperationContext Service::Impl::operation_context(
    storage::TransactionRunner& transactions) {
  return {transactions,
          catalog_,
          clock_,
          options_.name_space,
          {},
          &*lambda_,
          &*services_,
          options_.table_delay_ms,
          options_.throttles ? &throttle_ : nullptr,
          options_.stream_shards,
          &*stacks_};
}

}  // namespace tombola::server

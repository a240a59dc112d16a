#include "server/service.h"

#include <future>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "deploy/stack/stacks.h"
#include "http/event_loop.h"
#include "http/listener.h"
#include "operations/dynamodb/throttle.h"
#include "operations/lambda/lambda_context.h"
#include "operations/lambda/mapping_notices.h"
#include "server/caller_identity.h"
#include "server/clock_store.h"
#include "server/expiry_sweeper.h"
#include "server/function_plan.h"
#include "server/handler_log.h"
#include "server/handler_runtimes.h"
#include "server/inspection.h"
#include "server/router.h"
#include "server/service_protocols.h"
#include "server/service_settings.h"
#include "server/stream_keeper.h"
#include "server/subscribed_function.h"
#include "server/trigger_options.h"
#include "server/watched_door.h"
#include "services/services.h"
#include "storage/catalog.h"
#include "storage/clock.h"
#include "storage/data_directory.h"
#include "storage/old_counters.h"
#include "storage/transaction_runner.h"
#include "storage/unchanged_writes.h"
#include "triggers/dispatcher.h"
#include "triggers/function_registry.h"
#include "triggers/functions/function_catalog.h"
#include "triggers/invocation_history.h"
#include "triggers/runtimes/environment_variables.h"
#include "triggers/runtimes/runtime_factory.h"
#include "triggers/service_destination.h"

namespace tombola::server {

class Service::Impl {
 public:
  Impl(const Options& options, ConsoleLog& log);
  ~Impl() { stop(std::chrono::milliseconds(0)); }

  void start();
  void stop(std::chrono::milliseconds grace);
  std::uint16_t port() const { return listener_->port(); }
  std::string url() const { return local_url(options_, port()); }
  operations::StackEngine& stacks() { return *stacks_; }
  operations::OperationContext operation_context() { return operation_context(*transactions_); }
  operations::OperationContext operation_context(storage::TransactionRunner& transactions);

 private:
  std::unique_ptr<storage::Engine> open_engine();
  void restore_clock();
  void open_services();
  void open_lambda();
  void listen();
  CallerIdentity::Rules caller_rules() const;
  std::optional<std::string> temporary_secret(const std::string& key) const;
  Router::Parts router_parts(HttpRoutes routes);
  void check_functions(const std::vector<triggers::Function>& functions);
  void make_functions(const std::vector<triggers::Function>& functions);
  void warn_of_mappings();
  void settle_held_answers();

  // In the order in which they hang from each other.
  const Options options_;
  ConsoleLog& log_;
  const std::string handlers_secret_ = make_secret();
  const CallerIdentity identity_;
  storage::ServiceClock clock_;
  std::optional<storage::DataDirectory> data_directory_;
  HandlerLog handler_log_;
  HandlerRuntimes runtimes_;
  std::optional<triggers::CodeStore> code_;
  std::unique_ptr<storage::Engine> engine_;
  std::optional<storage::TransactionRunner> transactions_;
  std::optional<storage::TransactionRunner> transactions_at_once_;
  storage::Catalog catalog_;
  operations::Throttle throttle_;
  storage::UnchangedWrites unchanged_writes_{clock_};
  const std::shared_ptr<triggers::InvocationHistory> history_ =
      std::make_shared<triggers::InvocationHistory>(
          [] { return storage::ProcessClock().now_ms(); });
  triggers::FunctionRegistry functions_;
  std::optional<triggers::FunctionCatalog> function_catalog_;
  std::vector<triggers::EventSourceMapping> mappings_;
  http::EventLoop trigger_loop_{"triggers", 1};
  http::EventLoop workers_{"workers", worker_threads(options_)};
  http::EventLoop sockets_;
  std::optional<services::Services> services_;
  std::optional<triggers::ServiceDestination> failures_;
  std::optional<triggers::Dispatcher> dispatcher_;
  std::optional<triggers::AsyncInvocations> async_invocations_;
  std::optional<operations::LambdaContext> lambda_;
  std::optional<deploy::Stacks> stacks_;
  std::optional<ServiceProtocols> service_protocols_;
  std::optional<S3Protocol> s3_protocol_;
  std::optional<ExpirySweeper> sweeper_;
  std::optional<StreamKeeper> keeper_;
  std::optional<Router> router_;
  std::optional<WatchedDoor> watched_door_;
  std::optional<http::Listener> listener_;
  bool stopped_ = false;
};

Service::Impl::Impl(const Options& options, ConsoleLog& log)
    : options_(options),
      log_(log),
      identity_(caller_rules()),
      handler_log_(log),
      runtimes_(handler_log_, options.access_keys ? handlers_secret_ : std::string()),
      functions_(options_.name_space, history_),
      sockets_("sockets", socket_threads(options)) {
  FunctionPlan plan = plan_functions(options_);
  mappings_ = std::move(plan.mappings);
  check_inspection(options_, plan.functions);
  if (options_.data_directory) {
    data_directory_ = storage::DataDirectory::open(*options_.data_directory);
    runtimes_.keep_in(*data_directory_);
  }

  // Asking the interpreters for their versions takes as long as opening the database does.
  std::future<void> functions_checked;
  if (!plan.functions.empty()) {
    functions_checked = std::async(std::launch::async, [&] { check_functions(plan.functions); });
  }
  engine_ = open_engine();
  storage::join_old_counters(*engine_);
  transactions_.emplace(*engine_);
  transactions_at_once_ = transactions_->returning_at_once();
  restore_clock();
  open_services();
  dispatcher_.emplace(triggers::DispatcherParts{trigger_loop_, *transactions_, catalog_, clock_,
                                                functions_, &*failures_});
  transactions_->subscribe(&*dispatcher_);
  sweeper_.emplace(ExpirySweeper::Parts{workers_, *transactions_, catalog_, clock_,
                                        [this](const std::string& text) { log_.complain(text); }});
  transactions_->subscribe(&*sweeper_);
  keeper_.emplace(StreamKeeper::Parts{workers_, *transactions_, catalog_, clock_,
                                      [this](const std::string& text) { log_.complain(text); },
                                      options_.log_bytes_max});
  transactions_->subscribe(&*keeper_);
  transactions_->subscribe(&unchanged_writes_);
  open_lambda();
  router_.emplace(router_parts(std::move(plan.routes)));
  listen();
  runtimes_.set_endpoint_url(url());

  if (functions_checked.valid()) {
    functions_checked.get();
    make_functions(plan.functions);
  }
  lambda_->endpoint_url = url();
  function_catalog_->load();
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

void Service::Impl::listen() {
  try {
    http::ListenerOptions listener = listener_options(options_);
    listener.body_limit_of = [this](const http::Request& head) {
      return router_->body_limit(head);
    };
    http::Handler* door = &*router_;
    if (options_.tells_of_work) {
      door = &watched_door_.emplace(WatchedDoor::Parts{
          *router_,
          [this](const http::Request& request) { return router_->is_application(request); },
          [this](const http::Request& request) { return router_->is_for_nobody(request); },
          *transactions_at_once_, catalog_, options_.name_space, *history_, workers_, log_});
    }
    listener_.emplace(sockets_, *door, std::move(listener));
  } catch (const http::ListenError& error) {
    if (!error.in_use) {
      throw;
    }
    throw std::runtime_error(fmt::format(
        "{}; stop what listens there, or choose another port with --port", error.what()));
  }
  router_->set_port(port());
  const std::string endpoint = url().substr(std::string_view("http://").size());
  router_->set_endpoint(endpoint);
  service_protocols_->set_endpoint(endpoint);
  s3_protocol_->set_endpoint(endpoint);
}

void Service::Impl::check_functions(const std::vector<triggers::Function>& functions) {
  for (const triggers::Function& function : functions) {
    if (const auto reason = triggers::reason_not_runnable(function, runtimes_.context())) {
      throw std::runtime_error(*reason);
    }
  }
}

void Service::Impl::make_functions(const std::vector<triggers::Function>& functions) {
  for (const triggers::Function& function : functions) {
    functions_.put(function, triggers::make_runtime(function, runtimes_.context()));
  }
}

void Service::Impl::warn_of_mappings() {
  for (const triggers::EventSourceMapping& mapping : mappings_) {
    if (const auto notice = operations::lambda::waiting_notice(mapping, operation_context())) {
      log_.complain(*notice);
    }
    if (!has_trigger_options(mapping)) {
      continue;
    }
    for (const std::string& notice :
         operations::lambda::mapping_notices(mapping, operation_context())) {
      log_.complain(notice);
    }
  }
}

void Service::Impl::start() {
  for (const std::string& line : missing_to_inspect(options_, functions_)) {
    log_.complain(line);
  }
  dispatcher_->declare_flag_mappings(mappings_);
  warn_of_mappings();
  dispatcher_->start();
  async_invocations_->start();
  keeper_->start();  // a deletion comes after the rolls that were due before it
  sweeper_->start();
  listener_->start();
}

// They find the loops while these are there; nobody asks for more.
void Service::Impl::settle_held_answers() {
  try {
    engine_->wait_until_durable();
  } catch (const storage::EngineError&) {
    // Who waited for an answer was told.
  }
}

void Service::Impl::stop(std::chrono::milliseconds grace) {
  if (std::exchange(stopped_, true)) {
    return;
  }
  if (sweeper_) {
    sweeper_->stop();
  }
  if (keeper_) {
    keeper_->stop();
  }
  // Handlers that still run may call back until they are done, so the door closes after them.
  if (dispatcher_) {
    dispatcher_->stop(grace);
  }
  if (async_invocations_) {
    async_invocations_->stop();
  }
  if (services_) {
    services_->shut_down();
  }
  if (transactions_) {
    transactions_->hold().shut_down();
  }
  if (listener_) {
    listener_->stop(grace);
  }
  if (stacks_) {
    stacks_->end();
  }
  functions_.shut_down();
  handler_log_.close();
  workers_.stop();
  if (engine_) {
    settle_held_answers();
  }
}

Service::Service(const Options& options, ConsoleLog& log)
    : impl_(std::make_unique<Impl>(options, log)) {}

Service::~Service() = default;

void Service::start() {
  impl_->start();
}

void Service::stop(std::chrono::milliseconds grace) {
  impl_->stop(grace);
}

std::uint16_t Service::port() const {
  return impl_->port();
}

std::string Service::url() const {
  return impl_->url();
}

operations::StackEngine& Service::stacks() {
  return impl_->stacks();
}

operations::OperationContext Service::stacks_context() const {
  operations::OperationContext context = impl_->operation_context();
  context.endpoint = url().substr(std::string_view("http://").size());
  return context;
}

}  // namespace tombola::server

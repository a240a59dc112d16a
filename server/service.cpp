#include "server/service.h"

#include <future>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "operations/lambda/mapping_notices.h"
#include "server/function_plan.h"
#include "server/inspection.h"
#include "server/service_impl.h"
#include "server/trigger_options.h"
#include "storage/old_counters.h"
#include "triggers/runtimes/runtime_factory.h"

namespace tombola::server {

Service::Impl::Impl(const Options& options, ConsoleLog& log)
    : options_(options),
      log_(log),
      identity_(caller_rules()),
      handler_log_(log),
      runtimes_(handler_log_, options.access_keys ? handlers_secret_ : std::string()),
      functions_(options_.name_space, history_),
      sockets_("sockets", socket_threads(options)) {}

void Service::Impl::open() {
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

// Inwards: first what begins work by itself, then who comes from outside, then what they work with. When
// it returns no thread but the handlers' is at work, and those find nobody here.
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
  trigger_loop_.stop();
  workers_.stop();
  // Once nobody is left who could invoke one.
  functions_.shut_down();
  handler_log_.close();
  if (engine_) {
    settle_held_answers();
  }
  sockets_.stop();
}

// They find their loop while it is there; nobody asks for more.
void Service::Impl::settle_held_answers() {
  try {
    engine_->wait_until_durable();
  } catch (const storage::EngineError&) {
    // Who waited for an answer was told.
  }
}

Service::Service(const Options& options, ConsoleLog& log)
    : impl_(std::make_unique<Impl>(options, log)) {
  impl_->open();
}

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

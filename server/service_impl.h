// The inside of the service: every part that it is made of, in the order in which they hang from each
// other. service.cpp opens them, starts them and takes them down; service_wiring.cpp says what each is
// given.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "deploy/stack/stacks.h"
#include "http/event_loop.h"
#include "http/listener.h"
#include "operations/dynamodb/throttle.h"
#include "operations/lambda/lambda_context.h"
#include "operations/operation_context.h"
#include "server/caller_identity.h"
#include "server/expiry_sweeper.h"
#include "server/handler_log.h"
#include "server/handler_runtimes.h"
#include "server/router.h"
#include "server/s3_protocol.h"
#include "server/service.h"
#include "server/service_protocols.h"
#include "server/service_settings.h"
#include "server/stream_keeper.h"
#include "server/watched_door.h"
#include "services/services.h"
#include "storage/catalog.h"
#include "storage/clock.h"
#include "storage/data_directory.h"
#include "storage/transaction_runner.h"
#include "storage/unchanged_writes.h"
#include "triggers/dispatcher.h"
#include "triggers/function_registry.h"
#include "triggers/functions/async_invocations.h"
#include "triggers/functions/code_store.h"
#include "triggers/functions/function_catalog.h"
#include "triggers/invocation_history.h"
#include "triggers/service_destination.h"

namespace tombola::server {

class Service::Impl {
 public:
  Impl(const Options& options, ConsoleLog& log);
  ~Impl() { stop(std::chrono::milliseconds(0)); }

  // Once. Where it throws, what is open by then is taken down as by stop().
  void open();
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

}  // namespace tombola::server

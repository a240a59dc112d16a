// Decides when shards roll over (streams/rollover.h) and when what is too old or too much of the
// streams (streams/retention.h) and of tables' histories (storage/item_history.h) is removed, without
// polling: it knows the next moment, and what each commit adds.
//
// A roll comes at its moment; whoever moves the clock finds the rolls that it made due done, and
// what became too old gone. Thread-safe. Must outlive the runner's and the clock's use.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>

#include "http/event_loop.h"
#include "storage/catalog.h"
#include "storage/clock.h"
#include "storage/transaction_runner.h"

namespace tombola::server {

class StreamKeeper : public storage::ChangeListener {
 public:
  struct Parts {
    http::EventLoop& workers;
    storage::TransactionRunner& transactions;
    storage::Catalog& catalog;
    storage::ServiceClock& service_clock;
    std::function<void(const std::string&)> complain;
    std::optional<std::uint64_t> log_bytes_max = {};  // of all change logs together
  };

  explicit StreamKeeper(Parts parts) : parts_(std::move(parts)) {}

  // Begins; what became due while nobody looked is done when it returns.
  void start();
  // Returns when nothing is under way; nothing will begin.
  void stop();

  // ChangeListener, on the writer's thread: an atomic operation, and a post when it is time to
  // look.
  void changes_committed(dynamodb::StreamId, const storage::CommitReceipt&) override {}
  void catalog_changed() override;
  void logs_grew(std::uint64_t bytes) override;

 private:
  void catch_up_and_plan();
  void catch_up();
  void bound_logs();
  void plan();
  // The work goes to the workers, unless it is on its way.
  void post(std::atomic<bool>& posted, void (StreamKeeper::*work)());

  const Parts parts_;
  std::atomic<bool> stopping_ = false;
  std::atomic<bool> plan_posted_ = false;
  std::atomic<bool> bound_posted_ = false;
  std::atomic<std::uint64_t> grown_bytes_ = 0;  // since the logs' size was looked at
  std::mutex mutex_;                            // one piece of work at a time; for the timer
  http::EventLoop::Timer timer_;
};

}  // namespace tombola::server

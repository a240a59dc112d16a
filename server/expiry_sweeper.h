// Decides when expired items are deleted (storage/time_to_live.h), without polling: it knows when
// the next one expires, from the expiry indexes and from what each write tells it.
//
// On a running clock an item stays readable for a few seconds after it expired (AWS: days), so that
// a client sees what it sees on AWS: expired items are there until they are deleted. Whoever moves
// the clock or waits for idleness has them deleted at once.
//
// Thread-safe. Must outlive the runner's and the clock's use.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>

#include "http/event_loop.h"
#include "storage/catalog.h"
#include "storage/clock.h"
#include "storage/transaction_runner.h"

namespace tombola::server {

class ExpirySweeper : public storage::ChangeListener {
 public:
  struct Parts {
    http::EventLoop& workers;
    storage::TransactionRunner& transactions;
    storage::Catalog& catalog;
    storage::ServiceClock& service_clock;
    std::function<void(const std::string&)> complain;
  };

  explicit ExpirySweeper(Parts parts) : parts_(std::move(parts)) {}

  // Begins to delete what expires, and what has expired while nobody looked.
  void start();
  // Returns when no deletion is under way; there will be no other.
  void stop();

  // Deletes everything that has expired by now; returns how many items. Throws EngineError.
  std::size_t sweep();

  // ChangeListener, on the writer's thread: two atomic operations, and a post when the next item to
  // expire has become another.
  void changes_committed(dynamodb::StreamId, const storage::CommitReceipt&) override {}
  void catalog_changed() override {}
  void expiry_committed(std::int64_t expires_ms) override;

 private:
  std::size_t sweep_locked();
  void sweep_and_plan();
  void plan_soon();
  void plan();

  const Parts parts_;
  std::atomic<bool> stopping_ = false;
  // Items that expire earlier than this need another plan; INT64_MAX: all that expire do.
  std::atomic<std::int64_t> planned_for_ms_ = INT64_MIN;
  std::atomic<bool> plan_posted_ = false;
  std::mutex mutex_;  // one sweep at a time; for the timer
  http::EventLoop::Timer timer_;
};

}  // namespace tombola::server

// Runs a piece of work as a transaction, again when it conflicts, and tells the change log's
// listeners once it is committed. Thread-safe.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dynamodb/model/table_definition.h"
#include "storage/engine/engine.h"
#include "storage/open_transactions.h"
#include "storage/transaction_hold.h"

namespace tombola::storage {

// A write transaction of the engine, and what to tell once it is committed.
class WriteTransaction {
 public:
  WriteTransaction(Transaction& bytes, const OpenTransactions& open) : bytes_(bytes), open_(open) {}

  Transaction& bytes() { return bytes_; }
  // Whether one of the API's transactions is under way that has this item.
  bool is_in_open_transaction(const std::string& item_key) const { return open_.has(item_key); }
  // A change of so many bytes was appended to this stream.
  void touch_stream(dynamodb::StreamId stream, std::size_t bytes);
  const std::vector<dynamodb::StreamId>& touched_streams() const { return touched_streams_; }

  std::uint64_t appended_bytes() const { return appended_bytes_; }

  // An item was written that expires then (time_to_live.h).
  void note_expiry(std::int64_t expires_ms) {
    earliest_expiry_ms_ = std::min(earliest_expiry_ms_, expires_ms);
  }
  // A write to this item changed nothing, so its stream has no record of it.
  void note_unchanged(dynamodb::StreamId stream, std::string keys_json) {
    unchanged_.emplace_back(stream, std::move(keys_json));
  }
  const std::vector<std::pair<dynamodb::StreamId, std::string>>& unchanged() const {
    return unchanged_;
  }
  // INT64_MAX: none was written.
  std::int64_t earliest_expiry_ms() const { return earliest_expiry_ms_; }

 private:
  Transaction& bytes_;
  const OpenTransactions& open_;
  std::vector<dynamodb::StreamId> touched_streams_;
  std::uint64_t appended_bytes_ = 0;
  std::int64_t earliest_expiry_ms_ = INT64_MAX;
  std::vector<std::pair<dynamodb::StreamId, std::string>> unchanged_;
};

// Told of changes after they are committed and before the write is acknowledged, on the writer's
// thread and possibly before they are durable: must be quick and must not start a transaction. A hint
// only: whoever misses one finds the records in the log.
class ChangeListener {
 public:
  virtual ~ChangeListener() = default;
  virtual void changes_committed(dynamodb::StreamId stream, const CommitReceipt& receipt) = 0;
  // A table or stream was created, changed or deleted.
  virtual void catalog_changed() = 0;
  // The change logs have grown by so much.
  virtual void logs_grew(std::uint64_t /*bytes*/) {}
  // Items were written that expire, the first of them then. For the one listener who cares.
  virtual void expiry_committed(std::int64_t /*expires_ms*/) {}
  // An item was written as it was, so there is no record. For the one listener who cares.
  virtual void unchanged_committed(dynamodb::StreamId /*stream*/,
                                   const std::string& /*keys_json*/) {}
};

// When write() and read() return or throw.
enum class Returns {
  WhenDurable,  // all that was done and seen is (Engine::when_durable)
  AtOnce,       // whoever calls shows nothing of it before
};

class TransactionRunner {
 public:
  explicit TransactionRunner(Engine& engine) : parts_(std::make_shared<Parts>(engine)) {}

  // This very runner, for who does not want to wait.
  TransactionRunner returning_at_once() const { return {parts_, Returns::AtOnce}; }

  // Runs `body` and commits. On Conflict the body runs again from the start, so it must leave no
  // trace outside the transaction but what the next run overwrites. After a few conflicts the runs
  // that name the same `contended_key` queue up, so that writes to one hot item never surface one
  // (AWS never does). Throws what `body` throws (nothing is written then) and EngineError; after
  // `attempts_max` Conflict itself.
  CommitReceipt write(std::string_view contended_key,
                      const std::function<void(WriteTransaction&)>& body);
  // As write, for changes of the catalog: tells catalog_changed.
  CommitReceipt change_catalog(const std::function<void(WriteTransaction&)>& body);
  // One snapshot.
  void read(const std::function<void(Transaction&)>& body);

  // Before the first write; the listener must outlive the runner's use.
  void subscribe(ChangeListener* listener) { parts_->listeners.push_back(listener); }

  Engine& engine() const { return parts_->engine; }
  OpenTransactions& open_transactions() const { return parts_->open_transactions; }
  TransactionHold& hold() const { return parts_->hold; }

  static constexpr int attempts_before_queueing = 3;
  static constexpr int attempts_max = 1000;

 private:
  struct Parts {
    explicit Parts(Engine& given) : engine(given) {}
    Engine& engine;
    OpenTransactions open_transactions;
    TransactionHold hold;
    std::vector<ChangeListener*> listeners;
    std::array<std::mutex, 64> queues;  // by hash of the contended key
  };

  TransactionRunner(std::shared_ptr<Parts> parts, Returns returns)
      : parts_(std::move(parts)), returns_(returns) {}

  CommitReceipt commit(std::string_view contended_key,
                       const std::function<void(WriteTransaction&)>& body);
  void tell_listeners(const WriteTransaction& transaction, const CommitReceipt& receipt);
  void wait_if_asked();

  std::shared_ptr<Parts> parts_;
  Returns returns_ = Returns::WhenDurable;
};

}  // namespace tombola::storage

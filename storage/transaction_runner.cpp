#include "storage/transaction_runner.h"

#include <algorithm>
#include <string>

namespace tombola::storage {

void WriteTransaction::touch_stream(dynamodb::StreamId stream, std::size_t bytes) {
  appended_bytes_ += bytes;
  if (std::find(touched_streams_.begin(), touched_streams_.end(), stream) ==
      touched_streams_.end()) {
    touched_streams_.push_back(stream);
  }
}

CommitReceipt TransactionRunner::write(std::string_view contended_key,
                                       const std::function<void(WriteTransaction&)>& body) {
  CommitReceipt receipt;
  try {
    receipt = commit(contended_key, body);
  } catch (...) {
    wait_if_asked();  // a refusal tells of what was read, too
    throw;
  }
  wait_if_asked();
  return receipt;
}

CommitReceipt TransactionRunner::commit(std::string_view contended_key,
                                        const std::function<void(WriteTransaction&)>& body) {
  std::unique_lock<std::mutex> turn;
  for (int attempt = 1;; ++attempt) {
    try {
      const auto bytes = engine().begin(Mode::Write);
      WriteTransaction transaction(*bytes, open_transactions());
      body(transaction);
      const CommitReceipt receipt = bytes->commit();
      tell_listeners(transaction, receipt);
      return receipt;
    } catch (const Conflict&) {
      if (attempt == attempts_max) {
        throw;
      }
      if (attempt == attempts_before_queueing) {
        turn = std::unique_lock(
            parts_->queues[std::hash<std::string_view>{}(contended_key) % parts_->queues.size()]);
      }
    }
  }
}

void TransactionRunner::tell_listeners(const WriteTransaction& transaction,
                                       const CommitReceipt& receipt) {
  for (ChangeListener* listener : parts_->listeners) {
    for (dynamodb::StreamId stream : transaction.touched_streams()) {
      listener->changes_committed(stream, receipt);
    }
    if (transaction.appended_bytes() > 0) {
      listener->logs_grew(transaction.appended_bytes());
    }
    if (transaction.earliest_expiry_ms() != INT64_MAX) {
      listener->expiry_committed(transaction.earliest_expiry_ms());
    }
    for (const auto& [stream, keys_json] : transaction.unchanged()) {
      listener->unchanged_committed(stream, keys_json);
    }
  }
}

CommitReceipt TransactionRunner::change_catalog(
    const std::function<void(WriteTransaction&)>& body) {
  const CommitReceipt receipt = write("catalog", body);
  for (ChangeListener* listener : parts_->listeners) {
    listener->catalog_changed();
  }
  return receipt;
}

void TransactionRunner::read(const std::function<void(Transaction&)>& body) {
  try {
    body(*engine().begin(Mode::Read));
  } catch (...) {
    wait_if_asked();
    throw;
  }
  wait_if_asked();
}

void TransactionRunner::wait_if_asked() {
  if (returns_ == Returns::WhenDurable) {
    engine().wait_until_durable();
  }
}

}  // namespace tombola::storage

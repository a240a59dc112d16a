// The writes of streamed tables that changed nothing and so left no record, for whoever looks for
// one: a ring of the last. Thread-safe.
#pragma once

#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "storage/clock.h"
#include "storage/transaction_runner.h"

namespace tombola::storage {

struct UnchangedWrite {
  dynamodb::StreamId stream = 0;
  std::string keys_json;  // as a change record has them
  std::int64_t time_ms = 0;
};

class UnchangedWrites : public ChangeListener {
 public:
  // The clock outlives it.
  explicit UnchangedWrites(const ServiceClock& clock) : clock_(clock) {}

  // The newest first.
  std::vector<UnchangedWrite> of_item(const std::vector<dynamodb::StreamId>& streams,
                                      std::string_view keys_json) const;

  void changes_committed(dynamodb::StreamId, const CommitReceipt&) override {}
  void catalog_changed() override {}
  void unchanged_committed(dynamodb::StreamId stream, const std::string& keys_json) override;

 private:
  const ServiceClock& clock_;
  mutable std::mutex mutex_;
  std::deque<UnchangedWrite> ring_;
};

}  // namespace tombola::storage

// What the transactions of both engines share: own writes are kept aside until commit and show over
// what is committed. An engine adds where committed rows come from and how a commit goes.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "storage/engine/engine.h"
#include "storage/engine/write_set.h"

namespace tombola::storage {

class OverlayTransaction : public Transaction {
 public:
  explicit OverlayTransaction(Mode mode) : mode_(mode) {}

  std::optional<std::string> get(std::string_view key) final;
  Page read(const KeyRange& range, Direction direction, ReadLimit limit) final;
  void visit(const KeyRange& range, Direction direction, const RowVisitor& visitor) final;
  SharedValue get_shared(std::string_view key) final;
  Counter get_counter(std::string_view key) final;
  std::optional<std::string> get_for_update(std::string_view key) final;
  SharedValue get_for_share(std::string_view key) final;
  void put(std::string_view key, std::string value) final;
  void erase(std::string_view key) final;
  void add(std::string_view key, const Counter& delta) final;
  void append(LogId log, std::string bytes) final;
  void trim_log(LogId log, std::uint64_t up_to) final;
  CommitReceipt commit() final;

 protected:
  static SharedValue shared(std::optional<std::string> value) {
    return value ? std::make_shared<const std::string>(std::move(*value)) : nullptr;
  }

  // From the snapshot, which the first such call takes.
  virtual std::optional<std::string> get_in_snapshot(std::string_view key) = 0;
  virtual SharedValue get_shared_in_snapshot(std::string_view key) = 0;
  // Hands the committed rows to visit_rows(). The range is not empty.
  virtual void visit_over_snapshot(const WriteSet& own, const KeyRange& range, Direction direction,
                                   const RowVisitor& visitor) = 0;
  // The newest committed value, watched from now on.
  virtual std::optional<std::string> newest_for_update(std::string_view key) = 0;
  virtual SharedValue newest_for_share(std::string_view key) = 0;
  // May take the values out of `writes`. Whatever the outcome, afterwards the transaction holds
  // nothing that others could wait for.
  virtual CommitReceipt commit_writes(WriteSet& writes) = 0;

 private:
  WriteSet& writable();

  const Mode mode_;
  bool ended_ = false;
  WriteSet writes_;
};

}  // namespace tombola::storage

// The rows of event source mappings: their settings and their positions (storage/layout.h). Holds
// no mapping itself; thread-safe.
//
// A mapping's settings may be written by anyone; its position is made together with it, and after
// that written by the dispatcher alone.
#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/catalog.h"
#include "storage/transaction_runner.h"
#include "triggers/event_source_mapping.h"
#include "triggers/mapping_position.h"

namespace tombola::triggers {

class MappingStore {
 public:
  MappingStore(storage::TransactionRunner& transactions, storage::Catalog& catalog)
      : transactions_(transactions), catalog_(catalog) {}

  struct Stored {
    EventSourceMapping mapping;
    MappingPosition position;
  };
  // Throws std::runtime_error that names the mapping whose rows this build cannot read.
  std::vector<Stored> load();

  // Dispatcher::declare_flag_mappings, as one transaction.
  void declare_flag_mappings(const std::vector<EventSourceMapping>& mappings, std::int64_t now_ms);

  // Dispatcher's functions of these names.
  void put(EventSourceMapping mapping, std::int64_t now_ms);
  std::optional<std::string> make(EventSourceMapping mapping, std::int64_t now_ms);
  using Edit = std::function<void(EventSourceMapping&)>;
  bool change(std::string_view uuid, const Edit& edit, std::int64_t now_ms);
  bool erase(std::string_view uuid);

  void save_position(std::string_view uuid, const MappingPosition& position);

 private:
  void put(storage::Transaction& transaction, EventSourceMapping mapping, std::int64_t now_ms);
  MappingPosition first_position(storage::Transaction& transaction,
                                 const EventSourceMapping& mapping, std::int64_t now_ms);

  storage::TransactionRunner& transactions_;
  storage::Catalog& catalog_;
  // One change of the settings at a time: what is checked is still so when it is written.
  std::mutex changes_;
};

}  // namespace tombola::triggers

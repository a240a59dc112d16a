// The rows of event source mappings: their settings and their positions (storage/layout.h). Holds
// nothing itself; thread-safe.
//
// A mapping's settings may be written by anyone; its position is made together with it, and after
// that written by the dispatcher alone.
#pragma once

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

  // Dispatcher::put_mapping and erase_mapping.
  void put(EventSourceMapping mapping, std::int64_t now_ms);
  bool erase(std::string_view uuid);

  void save_position(std::string_view uuid, const MappingPosition& position);

 private:
  void put(storage::Transaction& transaction, EventSourceMapping mapping, std::int64_t now_ms);
  MappingPosition first_position(storage::Transaction& transaction,
                                 const EventSourceMapping& mapping);

  storage::TransactionRunner& transactions_;
  storage::Catalog& catalog_;
};

}  // namespace tombola::triggers

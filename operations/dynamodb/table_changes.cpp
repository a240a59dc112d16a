#include "operations/dynamodb/table_changes.h"

#include <algorithm>

#include "operations/dynamodb/table_settings.h"
#include "operations/dynamodb/throughput_settings.h"

namespace tombola::operations {
namespace {

using dynamodb::BillingMode;
using dynamodb::IndexDefinition;
using dynamodb::TableChange;
using dynamodb::TableDefinition;
using Kind = dynamodb::TableChange::Kind;

template <typename Definition>
TableChange::Before before_of(const Definition& definition) {
  return {definition.throughput, definition.throughput_history, definition.warm};
}

// Calls `see` with the member and its structure: Create, Delete or Update of one index.
template <typename See>
void for_each_index_action(const Request& request, See see) {
  const auto updates = request.member("GlobalSecondaryIndexUpdates");
  if (!updates) {
    return;
  }
  for (dynamodb::JsonValue entry : updates->elements()) {
    for (std::string_view member : {"Create", "Delete", "Update"}) {
      if (const auto action = Request(entry).structure(member)) {
        see(member, *action);
      }
    }
  }
}

class Changes {
 public:
  Changes(const TableDefinition& before, const TableDefinition& after, ChangeTimes times)
      : before_(before), after_(after), times_(times) {}

  void add_billing() {
    TableChange& change = add(Kind::Billing, before_.billing_mode != after_.billing_mode);
    change.before = before_of(before_);
    // The units that an on-demand table does not have are gone at once.
    if (after_.billing_mode == BillingMode::PayPerRequest) {
      change.before->throughput = after_.throughput;
    }
  }

  void add_throughput() { add(Kind::Throughput).before = before_of(before_); }
  void add_stream() { add(Kind::Stream); }
  void add_warm() { add(Kind::WarmThroughput).before = before_of(before_); }

  void add_table_class() {
    add(Kind::TableClass, before_.table_class != after_.table_class).text = before_.table_class;
  }

  void add_encryption() { add(Kind::Encryption).text = before_.kms_key_arn; }

  void add_index(std::string_view member, const Request& action) {
    const std::string name(action.required("IndexName").as_string());
    if (member == "Create") {
      TableChange& change = add(Kind::IndexCreation);
      change.index = name;
      change.backfilling_from_ms = times_.now_ms + std::max<std::int64_t>(times_.delay_ms / 2, 1);
      return;
    }
    const IndexDefinition& index = *before_.find_index(name);
    if (member == "Delete") {
      TableChange& change = add(Kind::IndexDeletion);
      change.index = name;
      change.deleted_index = index;
      return;
    }
    TableChange& change =
        add(action.has("ProvisionedThroughput") || action.has("OnDemandThroughput")
                ? Kind::IndexUpdate
                : Kind::WarmThroughput);
    change.index = name;
    change.before = before_of(index);
  }

  std::vector<TableChange> take() { return std::move(changes_); }

 private:
  TableChange& add(Kind kind, bool lasts = true) {
    TableChange change;
    change.kind = kind;
    change.until_ms = lasts ? times_.until_ms() : times_.now_ms + 1;
    changes_.push_back(std::move(change));
    return changes_.back();
  }

  const TableDefinition& before_;
  const TableDefinition& after_;
  const ChangeTimes times_;
  std::vector<TableChange> changes_;
};

}  // namespace

dynamodb::WantedChanges wanted_changes(const Request& request, const TableDefinition& table) {
  dynamodb::WantedChanges wanted;
  const auto mode = billing_mode_of(request);
  wanted.throughput = request.has("ProvisionedThroughput") || (mode && *mode != table.billing_mode);
  wanted.stream = request.has("StreamSpecification");
  wanted.table_class = request.has("TableClass");
  wanted.encryption = request.has("SSESpecification");
  wanted.on_demand = !on_demand_of(request).empty();
  for_each_index_action(request, [&](std::string_view member, const Request& action) {
    auto& names = member == "Create"   ? wanted.created_indexes
                  : member == "Delete" ? wanted.deleted_indexes
                                       : wanted.updated_indexes;
    names.emplace_back(action.required("IndexName").as_string());
  });
  return wanted;
}

std::vector<TableChange> changes_of(const Request& request, const TableDefinition& before,
                                    const TableDefinition& after, ChangeTimes times) {
  Changes changes(before, after, times);
  const bool switches = before.billing_mode != after.billing_mode;
  if (switches || (request.has("BillingMode") && !request.has("ProvisionedThroughput"))) {
    changes.add_billing();
  } else if (request.has("ProvisionedThroughput")) {
    changes.add_throughput();
  }
  if (request.has("StreamSpecification")) {
    changes.add_stream();
  }
  if (request.has("TableClass")) {
    changes.add_table_class();
  }
  if (request.has("SSESpecification")) {
    changes.add_encryption();
  }
  if (!warm_of(request).empty()) {
    changes.add_warm();
  }
  for_each_index_action(request, [&](std::string_view member, const Request& action) {
    changes.add_index(member, action);
  });
  return changes.take();
}

}  // namespace tombola::operations

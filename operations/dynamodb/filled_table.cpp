#include "operations/dynamodb/filled_table.h"

#include "operations/dynamodb/table_changes.h"
#include "operations/dynamodb/table_request.h"
#include "operations/dynamodb/table_rows.h"
#include "operations/uuid.h"
#include "storage/deleting_tables.h"

namespace tombola::operations {

using dynamodb::TableDefinition;

void begin_filled_table(TableDefinition& table, const NameCheck& check, OperationContext& context) {
  table.uuid = random_uuid();
  context.transactions.write(table.name, [&](storage::WriteTransaction& transaction) {
    check(transaction.bytes());
    table.id = storage::Catalog::next_id(transaction.bytes());
  });
}

TableDefinition show_filled_table(TableDefinition& table, storage::WriteTransaction& transaction,
                                  OperationContext& context) {
  storage::forget_deleting_table(transaction.bytes(), context.name_space, table.name);
  table.created_ms = context.service_clock.now_ms();
  if (table.billing_mode == dynamodb::BillingMode::PayPerRequest) {
    table.on_demand_since_ms = table.created_ms;
  }
  const ChangeTimes times{table.created_ms, context.table_delay_ms};
  TableDefinition shown = table;
  begin_creation(shown, times.until_ms());
  context.catalog.put(transaction.bytes(), times.delay_ms > 0 ? shown : table);
  return shown;
}

void forget_filled_table(const TableDefinition& table, OperationContext& context) {
  context.transactions.write("", [&](storage::WriteTransaction& transaction) {
    erase_counters(transaction.bytes(), table);
  });
  erase_rows(context.transactions.engine(), table);
}

}  // namespace tombola::operations

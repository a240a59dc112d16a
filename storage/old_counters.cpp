#include "storage/old_counters.h"

#include "storage/layout.h"

namespace tombola::storage {
namespace {

constexpr std::string_view old_prefix = "n";
constexpr std::size_t table_end = 1 + sizeof(dynamodb::TableId);
constexpr std::size_t rows_at_once = 1000;

void join(Transaction& transaction, const Row& row) {
  const char kind = row.key.at(table_end);
  std::string key =
      layout::table_counter_key(layout::read_big_endian(std::string_view(row.key).substr(1)));
  key.append(row.key, table_end + 1);  // the index, where it is one's
  const auto value = static_cast<std::int64_t>(layout::read_big_endian(row.value));
  transaction.add(key, kind == 'c' ? Counter{value, 0} : Counter{0, value});
  transaction.erase(row.key);
}

}  // namespace

void join_old_counters(Engine& engine) {
  for (bool more = true; more;) {
    const auto transaction = engine.begin(Mode::Write);
    const Page page = transaction->read(KeyRange::with_prefix(old_prefix), Direction::Forward,
                                        ReadLimit{rows_at_once});
    for (const Row& row : page.rows) {
      join(*transaction, row);
    }
    transaction->commit();
    more = !page.complete;
  }
  engine.wait_until_durable();
}

}  // namespace tombola::storage

#include "storage/old_counters.h"

#include <catch2/catch.hpp>

#include "storage/layout.h"

namespace tombola::storage {
namespace {

void put_old(Transaction& transaction, std::string key, std::int64_t value) {
  std::string bytes;
  layout::append_big_endian(bytes, static_cast<std::uint64_t>(value));
  transaction.put(key, bytes);
}

std::string old_key(dynamodb::TableId table, std::string_view kind_and_index) {
  std::string key = "n";
  layout::append_big_endian(key, table);
  return key.append(kind_and_index);
}

}  // namespace

TEST_CASE("counters that earlier versions kept apart are joined, once", "[storage]") {
  const auto engine = open_memory_engine({[] { return std::int64_t{1}; }});
  constexpr dynamodb::TableId tables = 1500;  // more than are joined at once
  {
    const auto transaction = engine->begin(Mode::Write);
    for (dynamodb::TableId table = 1; table <= tables; ++table) {
      put_old(*transaction, old_key(table, "c"), static_cast<std::int64_t>(table));
      put_old(*transaction, old_key(table, "b"), 100);
    }
    using namespace std::string_view_literals;
    put_old(*transaction, old_key(7, "c\0\0\0\2"sv), 3);
    put_old(*transaction, old_key(7, "b\0\0\0\2"sv), 30);
    transaction->commit();
  }
  for (int time = 0; time < 2; ++time) {
    join_old_counters(*engine);
    const auto reader = engine->begin(Mode::Read);
    CHECK((reader->get_counter(layout::table_counter_key(7)) == Counter{7, 100}));
    CHECK((reader->get_counter(layout::index_counter_key(7, 2)) == Counter{3, 30}));
    CHECK((reader->get_counter(layout::table_counter_key(tables)) == Counter{tables, 100}));
    CHECK(reader->read(KeyRange::with_prefix("n"), Direction::Forward, {}).rows.empty());
  }
}

}  // namespace tombola::storage

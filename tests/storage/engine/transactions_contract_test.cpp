// Snapshots, own writes, pages, counters, all or nothing.
#include <fmt/format.h>

#include "tests/storage/engine/engine_contract.h"

using Catch::Matchers::Equals;

namespace tombola::storage {

namespace {

using Keys = std::vector<std::string>;

void put_all(Engine& engine, const Keys& all) {
  commit(engine, [&](Transaction& transaction) {
    for (const std::string& key : all) transaction.put(key, "value of " + key);
  });
}

const ContractTest snapshot{
    "a transaction sees one snapshot, taken at its first read", [](EngineHome& home) {
      auto engine = home.open();
      put_all(*engine, {"a", "b"});
      auto reader = engine->begin(GENERATE(Mode::Read, Mode::Write));
      commit(*engine, [](Transaction& transaction) { transaction.put("before", "1"); });
      CHECK(reader->get("before") == "1");
      commit(*engine, [](Transaction& transaction) {
        transaction.put("a", "changed");
        transaction.erase("b");
        transaction.put("c", "new");
        transaction.add("counter", {1, 0});
        transaction.append(7, "record");
      });
      CHECK(reader->get("a") == "value of a");
      CHECK(reader->get("c") == std::nullopt);
      CHECK_THAT(keys(reader->read({}, Direction::Forward, {})), Equals(Keys{"a", "b", "before"}));
      CHECK_THAT(keys(reader->read({}, Direction::Backward, {})), Equals(Keys{"before", "b", "a"}));
      CHECK(reader->get_counter("counter").rows == 0);
      CHECK(reader->read_log(7, 0, {}).records.empty());
      CHECK_FALSE(reader->first_log_record(7));
      CHECK_FALSE(reader->last_log_record(7));
      reader = engine->begin(Mode::Read);
      CHECK(reader->get("a") == "changed");
      CHECK(reader->get_counter("counter").rows == 1);
      CHECK(reader->read_log(7, 0, {}).records.size() == 1);
    }};

const ContractTest own_writes{
    "get and read show a transaction's own writes over its snapshot", [](EngineHome& home) {
      auto engine = home.open();
      put_all(*engine, {"b", "d", "f"});
      auto transaction = engine->begin(Mode::Write);
      transaction->put("a", "own");
      transaction->put("d", "own");
      transaction->erase("f");
      transaction->put("g", "own");
      transaction->erase("nothing");
      CHECK(transaction->get("a") == "own");
      CHECK(transaction->get("b") == "value of b");
      CHECK(transaction->get("d") == "own");
      CHECK(transaction->get("f") == std::nullopt);

      const KeyRange all;
      CHECK_THAT(keys(transaction->read(all, Direction::Forward, {})),
                 Equals(Keys{"a", "b", "d", "g"}));
      CHECK_THAT(keys(transaction->read(all, Direction::Backward, {})),
                 Equals(Keys{"g", "d", "b", "a"}));
      CHECK_THAT(keys(transaction->read({"b", "g"}, Direction::Forward, {})),
                 Equals(Keys{"b", "d"}));
      CHECK_THAT(keys(transaction->read({"b", "g"}, Direction::Backward, {})),
                 Equals(Keys{"d", "b"}));
      CHECK(transaction->read({"b", "g"}, Direction::Backward, {}).rows[0].value == "own");

      transaction->put("f", "again");
      CHECK(transaction->get("f") == "again");
      CHECK_THAT(keys(transaction->read({"e", ""}, Direction::Forward, {})),
                 Equals(Keys{"f", "g"}));

      CHECK_THAT(keys({all_rows(*engine), true}), Equals(Keys{"b", "d", "f"}));
      transaction->commit();
      CHECK_THAT(keys({all_rows(*engine), true}), Equals(Keys{"a", "b", "d", "f", "g"}));
      CHECK(get(*engine, "d") == "own");
    }};

const ContractTest page_limits{
    "a page ends with the row that reaches a limit", [](EngineHome& home) {
      auto engine = home.open();
      put_all(*engine, {"a", "c"});
      auto transaction = engine->begin(Mode::Write);
      transaction->put("b", "1234567");
      transaction->put("d", "");
      const KeyRange all;
      const auto page = [&](Direction direction, ReadLimit limit) {
        const Page got = transaction->read(all, direction, limit);
        return std::pair(keys(got), got.complete);
      };
      CHECK(page(Direction::Forward, {.rows = 2}) == std::pair(Keys{"a", "b"}, false));
      CHECK(page(Direction::Backward, {.rows = 3}) == std::pair(Keys{"d", "c", "b"}, false));
      CHECK(page(Direction::Forward, {.rows = 5}) == std::pair(Keys{"a", "b", "c", "d"}, true));
      // "a" and "value of a" are 11 bytes, "b" and its value are 8.
      CHECK(page(Direction::Forward, {.bytes = 11}) == std::pair(Keys{"a"}, false));
      CHECK(page(Direction::Forward, {.bytes = 12}) == std::pair(Keys{"a", "b"}, false));
      CHECK(page(Direction::Forward, {.bytes = 20}) == std::pair(Keys{"a", "b", "c"}, false));
      // A page holds a row whatever its limit.
      CHECK(page(Direction::Backward, {.rows = 0}) == std::pair(Keys{"d"}, false));
      CHECK(page(Direction::Backward, {.bytes = 0}) == std::pair(Keys{"d"}, false));
    }};

const ContractTest byte_order{
    "keys are any bytes, in unsigned order, and ranges are half open", [](EngineHome& home) {
      using namespace std::string_literals;
      auto engine = home.open();
      const Keys ordered = {"\0"s, "\0\0"s, "a"s,    "a\0"s,  "a\xFF"s,
                            "b"s,  "\x7F"s, "\x80"s, "\xFF"s, "\xFF\xFF"s};
      commit(*engine, [&](Transaction& transaction) {
        for (auto key = ordered.rbegin(); key != ordered.rend(); ++key) transaction.put(*key, "");
      });
      auto reader = engine->begin(Mode::Read);
      const auto forward = [&](const KeyRange& range) {
        return keys(reader->read(range, Direction::Forward, {}));
      };
      CHECK_THAT(forward({}), Equals(ordered));
      CHECK_THAT(forward(KeyRange::with_prefix("a")), Equals(Keys{"a", "a\0"s, "a\xFF"}));
      CHECK_THAT(forward(KeyRange::with_prefix("\xFF")), Equals(Keys{"\xFF", "\xFF\xFF"}));
      CHECK_THAT(forward({"a", "b"}), Equals(Keys{"a", "a\0"s, "a\xFF"}));
      CHECK(forward({"b", "b"}).empty());
      CHECK(forward({"b", "a"}).empty());
      CHECK(reader->read({"b", "a"}, Direction::Backward, {}).rows.empty());
      CHECK(reader->get("\0"s) == "");
      CHECK(reader->get("") == std::nullopt);
    }};

const ContractTest prefix_range_of_own_writes{
    "an empty range shows no own writes either", [](EngineHome& home) {
      auto engine = home.open();
      auto transaction = engine->begin(Mode::Write);
      transaction->put("a", "1");
      CHECK(transaction->read({"b", "a"}, Direction::Forward, {}).rows.empty());
      CHECK(transaction->read({"a", "a"}, Direction::Backward, {}).rows.empty());
    }};

const ContractTest rollback{"a transaction that is not committed leaves nothing",
                            [](EngineHome& home) {
                              auto engine = home.open();
                              put_all(*engine, {"a"});
                              {
                                auto transaction = engine->begin(Mode::Write);
                                CHECK(transaction->get_for_update("a") == "value of a");
                                transaction->put("a", "lost");
                                transaction->put("b", "lost");
                                transaction->add("counter", {5, 0});
                                transaction->append(1, "lost");
                              }
                              CHECK(get(*engine, "a") == "value of a");
                              CHECK(get(*engine, "b") == std::nullopt);
                              CHECK(engine->begin(Mode::Read)->get_counter("counter").rows == 0);
                              CHECK(all_records(*engine, 1).empty());
                              // And holds nothing: the key is free at once.
                              auto next = engine->begin(Mode::Write);
                              next->get_for_update("a");
                              next->put("a", "kept");
                              next->commit();
                              CHECK(get(*engine, "a") == "kept");
                            }};

const ContractTest nothing_written{"committing nothing is fine and gives no numbers",
                                   [](EngineHome& home) {
                                     auto engine = home.open();
                                     auto transaction = engine->begin(Mode::Write);
                                     transaction->get("a");
                                     transaction->get_for_update("b");
                                     transaction->get_for_share("c");
                                     CHECK(transaction->commit().first_number == 0);
                                   }};

const ContractTest counters{"a counter starts at 0, adds up, and starts again when erased",
                            [](EngineHome& home) {
                              auto engine = home.open();
                              CHECK(engine->begin(Mode::Read)->get_counter("n").rows == 0);
                              auto first = engine->begin(Mode::Write);
                              first->add("n", {5, 0});
                              first->add("n", {-7, 0});
                              CHECK(first->get_counter("n").rows == -2);
                              first->commit();

                              auto second = engine->begin(Mode::Write);
                              second->add("n", {10, 0});
                              CHECK(second->get_counter("n").rows == 8);
                              commit(*engine, [](Transaction& other) { other.add("n", {100, 0}); });
                              CHECK(second->get_counter("n").rows == 8);  // its snapshot
                              second->commit();
                              CHECK(engine->begin(Mode::Read)->get_counter("n").rows == 108);

                              commit(*engine, [](Transaction& transaction) {
                                transaction.erase("n");
                                CHECK(transaction.get_counter("n").rows == 0);
                                transaction.add("n", {3, 0});
                                transaction.add("n", {1, 0});
                                CHECK(transaction.get_counter("n").rows == 4);
                              });
                              CHECK(engine->begin(Mode::Read)->get_counter("n").rows == 4);
                              commit(*engine, [](Transaction& transaction) {
                                transaction.add("n", {1, 0});
                                transaction.erase("n");
                              });
                              CHECK(engine->begin(Mode::Read)->get_counter("n").rows == 0);
                            }};

const ContractTest shared_as_get{
    "get_shared gives what get gives, in the snapshot and over it", [](EngineHome& home) {
      auto engine = home.open();
      CHECK(engine->begin(Mode::Read)->get_shared("definition") == nullptr);
      commit(*engine, [](Transaction& transaction) { transaction.put("definition", "1"); });
      auto older = engine->begin(Mode::Read);
      CHECK(text(older->get_shared("definition")) == "1");
      auto untouched = engine->begin(Mode::Read);
      CHECK(untouched->get("item") == std::nullopt);  // takes its snapshot
      commit(*engine, [](Transaction& transaction) {
        CHECK(text(transaction.get_shared("definition")) == "1");
        transaction.put("definition", "2");
        CHECK(text(transaction.get_shared("definition")) == "2");
      });
      CHECK(text(engine->begin(Mode::Read)->get_shared("definition")) == "2");
      CHECK(text(older->get_shared("definition")) == "1");
      CHECK(text(untouched->get_shared("definition")) == "1");
      commit(*engine, [](Transaction& transaction) {
        transaction.erase("definition");
        CHECK(transaction.get_shared("definition") == nullptr);
      });
      CHECK(engine->begin(Mode::Read)->get_shared("definition") == nullptr);
      CHECK(text(older->get_shared("definition")) == "1");
      older.reset();
      untouched.reset();
      engine = home.restart(std::move(engine));
      CHECK(engine->begin(Mode::Read)->get_shared("definition") == nullptr);
    }};

const ContractTest counters_commute{
    "additions of many threads all count and none conflicts", [](EngineHome& home) {
      auto engine = home.open();
      constexpr int threads = 4;
      constexpr int additions = 500;
      // Not through commit(), which would run a conflict again.
      run_threads(threads, [&](int thread) {
        for (int i = 0; i < additions; ++i) {
          auto transaction = engine->begin(Mode::Write);
          transaction->add("items", {1, thread + i});
          transaction->commit();
        }
      });
      const Counter items = engine->begin(Mode::Read)->get_counter("items");
      CHECK(items.rows == threads * additions);
      CHECK(items.bytes ==
            threads * (additions * (additions - 1) / 2) + additions * (0 + 1 + 2 + 3));
    }};

// One thread commits what `write` does with 1 to 300, two look meanwhile. Throws what they throw.
void look_while_writing(Engine& engine, const std::function<void(Transaction&, int)>& write,
                        const std::function<void(Transaction&, int)>& look) {
  constexpr int rounds = 300;
  std::atomic<bool> written = false;
  run_threads(3, [&](int thread) {
    if (thread == 0) {
      for (int i = 1; i <= rounds; ++i) {
        commit(engine, [&](Transaction& transaction) { write(transaction, i); });
      }
      written = true;
      return;
    }
    while (!written) look(*engine.begin(Mode::Read), thread);
  });
}

const ContractTest shared_in_step{
    "a shared value and the rows that were written with it are seen together",
    [](EngineHome& home) {
      auto engine = home.open();
      std::atomic<int> torn = 0;
      look_while_writing(
          *engine,
          [](Transaction& transaction, int i) {
            transaction.put("definition", std::to_string(i));
            transaction.put("item", std::to_string(i));
          },
          [&](Transaction& reader, int thread) {
            const bool item_first = thread == 1;
            const auto before = item_first ? reader.get("item") : std::nullopt;
            const auto definition = text(reader.get_shared("definition"));
            const auto item = item_first ? before : reader.get("item");
            torn += definition == item ? 0 : 1;
          });
      CHECK(torn == 0);
    }};

const ContractTest atomic{
    "what a transaction writes becomes visible at once", [](EngineHome& home) {
      auto engine = home.open();
      std::atomic<int> torn = 0;
      look_while_writing(
          *engine,
          [](Transaction& transaction, int i) {
            transaction.put("a", std::to_string(i));
            transaction.put("z", std::to_string(i));
            transaction.add("n", {1, 0});
            transaction.append(1, std::to_string(i));
          },
          [&](Transaction& reader, int) {
            const std::string count = std::to_string(reader.get_counter("n").rows);
            const auto last = reader.last_log_record(1);
            const auto records =
                last ? reader.read_log(1, last->number - 1, {}).records : std::vector<LogRecord>{};
            if (reader.get("z").value_or("0") != count || reader.get("a").value_or("0") != count ||
                (records.empty() ? "0" : records[0].bytes) != count) {
              ++torn;
            }
          });
      CHECK(torn == 0);
    }};

const ContractTest large{"large transactions and values are whole", [](EngineHome& home) {
                           auto engine = home.open();
                           const std::string big(9u << 20, 'x');
                           commit(*engine, [&](Transaction& transaction) {
                             transaction.put("big", big);
                             for (int i = 0; i < 2000; ++i)
                               transaction.put(fmt::format("k{}", i), "v");
                           });
                           engine = home.restart(std::move(engine));
                           CHECK(get(*engine, "big") == big);
                           CHECK(all_rows(*engine).size() == 2001);
                         }};

}  // namespace

TEST_CASE("a prefix range is bounded by the next key that does not start so", "[engine]") {
  CHECK(KeyRange::with_prefix("ab").end == "ac");
  CHECK(KeyRange::with_prefix("a\xFF").end == "b");
  CHECK(KeyRange::with_prefix("\x7F").end == "\x80");
  CHECK(KeyRange::with_prefix("\xFF\xFF").end.empty());
  CHECK(KeyRange::with_prefix("").end.empty());
}

}  // namespace tombola::storage

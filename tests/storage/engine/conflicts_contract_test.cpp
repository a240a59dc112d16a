// What get_for_update and get_for_share guarantee, and how transactions meet.
#include <latch>
#include <mutex>
#include <thread>

#include "tests/storage/engine/engine_contract.h"

namespace tombola::storage {

namespace {

const ContractTest lost_update{
    "no update is lost when threads increment the same keys", [](EngineHome& home) {
      auto engine = home.open();
      constexpr int threads = 4;
      constexpr int increments = 150;
      run_threads(threads, [&](int) {
        for (int i = 0; i < increments; ++i) {
          commit(*engine, [](Transaction& transaction) {
            for (const char* key : {"a", "b"}) {
              const int before = std::stoi(transaction.get_for_update(key).value_or("0"));
              transaction.put(key, std::to_string(before + 1));
            }
          });
        }
      });
      CHECK(get(*engine, "a") == std::to_string(threads * increments));
      CHECK(get(*engine, "b") == std::to_string(threads * increments));
    }};

const ContractTest one_inserts{"of those who find a key absent for update, one inserts it",
                               [](EngineHome& home) {
                                 auto engine = home.open();
                                 constexpr int threads = 4;
                                 for (int round = 0; round < 40; ++round) {
                                   const std::string key = "key" + std::to_string(round);
                                   std::atomic<int> inserted = 0;
                                   std::latch start(threads);
                                   run_threads(threads, [&](int) {
                                     start.arrive_and_wait();
                                     bool absent = false;
                                     commit(*engine, [&](Transaction& transaction) {
                                       absent = !transaction.get_for_update(key);
                                       if (absent) transaction.put(key, "");
                                     });
                                     if (absent) ++inserted;
                                   });
                                   REQUIRE(inserted == 1);
                                 }
                               }};

const ContractTest blind_put{
    "a put that read nothing does not slip under an update", [](EngineHome& home) {
      auto engine = home.open();
      for (int round = 0; round < 100; ++round) {
        commit(*engine, [](Transaction& transaction) { transaction.put("a", "old"); });
        std::latch start(2);
        std::optional<std::string> updated_from;
        run_threads(2, [&](int thread) {
          start.arrive_and_wait();
          if (thread == 0) {
            commit(*engine, [](Transaction& transaction) { transaction.put("a", "blind"); });
          } else {
            commit(*engine, [&](Transaction& transaction) {
              updated_from = transaction.get_for_update("a");
              std::this_thread::yield();
              transaction.put("a", *updated_from + "+");
            });
          }
        });
        // Either order is fine; an update of "old" that wins over the blind put is not.
        REQUIRE(get(*engine, "a") == (updated_from == "old" ? "blind" : "blind+"));
      }
    }};

const ContractTest newest{
    "get_for_update and get_for_share give the newest value, not the snapshot's",
    [](EngineHome& home) {
      auto engine = home.open();
      commit(*engine, [](Transaction& transaction) { transaction.put("a", "1"); });
      auto transaction = engine->begin(Mode::Write);
      CHECK(transaction->get("a") == "1");
      commit(*engine, [](Transaction& other) { other.put("a", "2"); });
      CHECK(transaction->get("a") == "1");
      CHECK(text(transaction->get_for_share("a")) == "2");
      CHECK(transaction->get_for_update("a") == "2");
      transaction->put("a", "3");
      CHECK(transaction->get_for_update("a") == "3");
      CHECK(text(transaction->get_for_share("a")) == "3");
      transaction->commit();
      CHECK(get(*engine, "a") == "3");
    }};

const ContractTest share_broken{
    "a transaction cannot commit when what it holds for share has changed", [](EngineHome& home) {
      auto engine = home.open();
      commit(*engine, [](Transaction& transaction) { transaction.put("definition", "1"); });
      const auto change = GENERATE(0, 1, 2);
      auto writer = engine->begin(Mode::Write);
      CHECK(text(writer->get_for_share("definition")) == "1");
      // A holder for share keeps nobody off.
      commit(*engine, [&](Transaction& transaction) {
        CHECK(transaction.get_for_update("definition") == "1");
        if (change == 0) transaction.put("definition", "2");
        if (change == 1) transaction.erase("definition");
        if (change == 2) transaction.put("definition", "1");  // the same bytes, yet a change
      });
      SECTION("with writes, of which nothing is left") {
        writer->put("item", "under the old definition");
        writer->add("items", {1, 0});
        writer->append(1, "record");
        CHECK_THROWS_AS(writer->commit(), Conflict);
        CHECK(get(*engine, "item") == std::nullopt);
        CHECK(engine->begin(Mode::Read)->get_counter("items").rows == 0);
        CHECK(all_records(*engine, 1).empty());
      }
      SECTION("without writes") {
        CHECK_THROWS_AS(writer->commit(), Conflict);
      }
      SECTION("and a conflict lets go of everything") {
        writer->get_for_update("item");
        writer->put("item", "1");
        CHECK_THROWS_AS(writer->commit(), Conflict);
        auto next = engine->begin(Mode::Write);
        next->get_for_update("item");
        next->put("item", "2");
        next->commit();
        CHECK(get(*engine, "item") == "2");
      }
    }};

const ContractTest share_kept{
    "transactions that hold the same key for share all commit", [](EngineHome& home) {
      auto engine = home.open();
      commit(*engine, [](Transaction& transaction) { transaction.put("definition", "1"); });
      auto first = engine->begin(Mode::Write);
      auto second = engine->begin(Mode::Write);
      for (Transaction* transaction : {first.get(), second.get()}) {
        CHECK(text(transaction->get_for_share("definition")) == "1");
        CHECK(text(transaction->get_for_share("absent")) == std::nullopt);
      }
      first->put("a", "1");
      second->put("b", "1");
      first->commit();
      second->commit();
      CHECK(get(*engine, "a") == "1");
      CHECK(get(*engine, "b") == "1");
    }};

const ContractTest share_own{"a transaction may change what it holds for share",
                             [](EngineHome& home) {
                               auto engine = home.open();
                               auto transaction = engine->begin(Mode::Write);
                               transaction->get_for_share("a");
                               transaction->put("a", "1");
                               transaction->commit();
                               CHECK(get(*engine, "a") == "1");
                             }};

// The log tells the order of commits: after the record of a change, none of a writer that had seen
// the definition before it.
const ContractTest definition_changes{
    "no write commits under a definition that has been changed", [](EngineHome& home) {
      auto engine = home.open();
      constexpr int changes = 60;
      constexpr LogId log = 1;
      commit(*engine, [](Transaction& transaction) { transaction.put("definition", "0"); });
      std::atomic<bool> changed = false;
      run_threads(4, [&](int thread) {
        if (thread == 0) {
          for (int i = 1; i <= changes; ++i) {
            const CommitReceipt receipt = commit(*engine, [&](Transaction& transaction) {
              transaction.get_for_update("definition");
              transaction.put("definition", std::to_string(i));
              transaction.append(log, "change " + std::to_string(i));
            });
            // Let some writes happen under each definition.
            while (engine->begin(Mode::Read)->last_log_record(log)->number <
                   receipt.last_number + 3) {
              std::this_thread::yield();
            }
          }
          changed = true;
          return;
        }
        for (int i = 0; !changed; ++i) {
          commit(*engine, [&](Transaction& transaction) {
            const auto definition = transaction.get_for_share("definition");
            transaction.put(std::to_string(thread) + ":" + std::to_string(i % 50), *definition);
            transaction.append(log, "write under " + *definition);
          });
        }
      });
      std::string definition = "0";
      int writes = 0;
      for (const LogRecord& record : all_records(*engine, log)) {
        if (record.bytes.starts_with("change ")) {
          definition = record.bytes.substr(7);
        } else {
          REQUIRE(record.bytes == "write under " + definition);
          ++writes;
        }
      }
      CHECK(definition == std::to_string(changes));
      CHECK(writes >= 3 * changes);
    }};

const ContractTest opposite_order{"taking keys in opposite orders ends in a conflict, not for ever",
                                  [](EngineHome& home) {
                                    auto engine = home.open();
                                    std::latch both_hold_one(2);
                                    std::atomic<int> conflicts = 0;
                                    run_threads(2, [&](int thread) {
                                      const char* first = thread == 0 ? "a" : "b";
                                      const char* second = thread == 0 ? "b" : "a";
                                      try {
                                        auto transaction = engine->begin(Mode::Write);
                                        transaction->get_for_update(first);
                                        both_hold_one.arrive_and_wait();
                                        transaction->get_for_update(second);
                                        transaction->put("a", first);
                                        transaction->put("b", first);
                                        transaction->commit();
                                      } catch (const Conflict&) {
                                        ++conflicts;
                                      }
                                    });
                                    CHECK(conflicts >= 1);
                                    CHECK(get(*engine, "a") == get(*engine, "b"));
                                    // Nothing is left locked.
                                    commit(*engine, [](Transaction& transaction) {
                                      transaction.get_for_update("a");
                                      transaction.get_for_update("b");
                                      transaction.put("a", "free");
                                    });
                                    CHECK(get(*engine, "a") == "free");
                                  }};

// Many rows and threads at random, money that must not appear or vanish; readers check the total in
// every snapshot.
const ContractTest transfers{
    "transfers between accounts keep the total in every snapshot", [](EngineHome& home) {
      auto engine = home.open();
      constexpr int accounts = 6;
      const auto account = [](int i) { return "account" + std::to_string(i); };
      commit(*engine, [&](Transaction& transaction) {
        for (int i = 0; i < accounts; ++i) transaction.put(account(i), "100");
      });
      std::atomic<int> writers = 3;
      std::atomic<int> wrong = 0;
      run_threads(4, [&](int thread) {
        if (thread == 3) {
          while (writers > 0) {
            int total = 0;
            for (const Row& row : all_rows(*engine)) total += std::stoi(row.value);
            if (total != 100 * accounts) ++wrong;
          }
          return;
        }
        for (int i = 0; i < 200; ++i) {
          const int from = (i * 7 + thread) % accounts;
          const int to = (from + 1 + i % (accounts - 1)) % accounts;
          commit(*engine, [&](Transaction& transaction) {
            // In byte order, as the contract asks.
            const int low = std::stoi(*transaction.get_for_update(account(std::min(from, to))));
            const int high = std::stoi(*transaction.get_for_update(account(std::max(from, to))));
            transaction.put(account(std::min(from, to)), std::to_string(low - 1));
            transaction.put(account(std::max(from, to)), std::to_string(high + 1));
          });
        }
        --writers;
      });
      CHECK(wrong == 0);
    }};

}  // namespace

}  // namespace tombola::storage

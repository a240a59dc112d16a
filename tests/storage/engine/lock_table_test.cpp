#include "storage/engine/lock_table.h"

#include <atomic>
#include <thread>
#include <vector>

#include <catch2/catch.hpp>

#include "storage/engine/engine.h"
#include "storage/engine/engine_limits.h"

namespace tombola::storage {
namespace {

SharedValue value_of(std::string text) {
  return std::make_shared<const std::string>(std::move(text));
}

}  // namespace

TEST_CASE("a lock is re-entrant and free after as many unlocks", "[locks][memory]") {
  LockTable table;
  HeldKeys first(table);
  first.lock("a");
  first.lock("a");
  first.lock_to_write("a");
  CHECK(table.size() == 1);
  CHECK(first.written().size() == 1);
  HeldKeys second(table);
  CHECK_THROWS_AS(second.lock("a"), Conflict);
  second.lock("b");
  first.release_locks();
  second.lock("a");
  second.release();
  CHECK(table.size() == 0);
}

TEST_CASE("a lock goes to those who wait, each once", "[locks][memory]") {
  LockTable table;
  int counter = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 500; ++i) {
        HeldKeys held(table);
        held.lock("a");
        ++counter;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(counter == 2000);
  CHECK(table.size() == 0);
}

TEST_CASE("newcomers overtake who waits for a lock a few times at most", "[locks][memory]") {
  // In one round the waiter may be quick; without the bound it would lose a race in some of them.
  for (int round = 0; round < 200; ++round) {
    LockTable table;
    std::atomic<bool> has_it = false;
    HeldKeys first(table);
    first.lock("a");
    std::thread waiter([&] {
      HeldKeys held(table);
      held.lock("a");
      has_it = true;
    });
    while (table.waiting() == 0) std::this_thread::yield();
    first.release();
    int overtakings = 0;
    while (!has_it) {
      HeldKeys newcomer(table);
      newcomer.lock("a");
      newcomer.lock("a");
      if (!has_it) ++overtakings;
    }
    waiter.join();
    CHECK(overtakings <= engine_limits::lock_overtakings_max);
    CHECK(table.size() == 0);
  }
}

TEST_CASE("a share pins the version and keeps nobody off", "[locks][memory]") {
  LockTable table;
  HeldKeys reader(table);
  reader.share("a");
  HeldKeys writer(table);
  writer.lock_to_write("a");
  LockTable::Entry& entry = *writer.written()[0];
  entry.begin_write();
  CHECK(entry.version == reader.shares()[0].version + 1);
  entry.end_write();
  writer.release();
  // Another share sees the entry that the first one keeps.
  HeldKeys later(table);
  later.share("a");
  CHECK(reader.shares()[0].entry->version == reader.shares()[0].version + 2);
  CHECK(later.shares()[0].version == reader.shares()[0].version + 2);
  reader.release();
  CHECK(table.size() == 1);
  later.release();
  CHECK(table.size() == 0);
}

TEST_CASE("a kept value is good for the version that it was read at", "[locks][memory]") {
  LockTable table;
  HeldKeys reader(table);
  const HeldKeys::Share share = reader.share("a");
  CHECK_FALSE(table.kept_value("a"));
  CHECK_FALSE(table.kept_value(share.entry, share.version));
  table.keep_value(share.entry, {share.version, 7, value_of("one")});
  reader.release();
  CHECK(table.size() == 0);

  // It outlives those who share the key, and with it the version.
  HeldKeys writer(table);
  writer.lock_to_write("a");
  LockTable::Entry* entry = writer.written()[0];
  CHECK(*table.kept_value(entry, share.version)->value == "one");
  CHECK(*table.kept_value("a")->value == "one");
  CHECK(table.kept_value("a")->since == 7);
  // Nobody can say what is seen while the key is being written.
  entry->begin_write();
  CHECK_FALSE(table.kept_value("a"));
  CHECK_FALSE(table.kept_value(entry, entry->version));
  table.keep_value(entry, {entry->version, 8, value_of("old or new")});
  table.keep_value(entry, {share.version, 8, value_of("late")});
  CHECK_FALSE(table.kept_value("a"));
  entry->end_write();
  CHECK_FALSE(table.kept_value("a"));
  writer.release();
  HeldKeys later(table);
  const HeldKeys::Share after = later.share("a");
  CHECK(after.version == share.version + 2);
  CHECK_FALSE(table.kept_value(after.entry, after.version));

  // That there is no such key is worth knowing as well.
  table.keep_value(after.entry, {after.version, 9, nullptr});
  CHECK(table.kept_value("a")->value == nullptr);
  table.forget_values();
  CHECK_FALSE(table.kept_value("a"));
}

TEST_CASE("values of many keys are not all kept", "[locks][memory]") {
  LockTable table;
  HeldKeys pinned(table);
  const HeldKeys::Share first = pinned.share("0");
  for (int i = 0; i < 64 * 200; ++i) {
    HeldKeys held(table);
    const HeldKeys::Share share = held.share(std::to_string(i));
    table.keep_value(share.entry, {share.version, 0, value_of("value")});
  }
  CHECK_FALSE(table.kept_value(first.entry, first.version));
  CHECK(table.size() == 1);
}

TEST_CASE("whoever finds the version unchanged has the newest value", "[locks][memory]") {
  LockTable table;
  std::atomic<int> stored = 0;
  std::atomic<int> unchanged = 0;
  std::atomic<int> stale = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, writes = t == 0] {
      for (int i = 0; i < 500; ++i) {
        HeldKeys held(table);
        if (writes) {
          held.lock_to_write("a");
          held.written()[0]->begin_write();
          ++stored;
          held.written()[0]->end_write();
          continue;
        }
        const HeldKeys::Share share = held.share("a");
        auto kept = table.kept_value(share.entry, share.version);
        if (!kept) {
          kept = {share.version, 0, value_of(std::to_string(stored))};
          table.keep_value(share.entry, *kept);
        }
        held.lock("a");  // as the leader, which alone writes
        if (share.entry->version == share.version) {
          ++unchanged;
          stale += *kept->value == std::to_string(stored) ? 0 : 1;
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(unchanged > 0);
  CHECK(stale == 0);
  CHECK(table.size() == 0);
}

}  // namespace tombola::storage

// Numbers, times, reading along, trimming.
#include <random>
#include <thread>

#include "storage/engine/engine_limits.h"
#include "tests/storage/engine/engine_contract.h"

using Catch::Matchers::Equals;

namespace tombola::storage {

namespace {

using Numbers = std::vector<std::uint64_t>;

CommitReceipt append(Engine& engine, LogId log, int count, std::size_t bytes = 10) {
  return commit(engine, [&](Transaction& transaction) {
    for (int i = 0; i < count; ++i) transaction.append(log, std::string(bytes, 'x'));
  });
}

const ContractTest reading{
    "records are read in order, from any position, with their bytes", [](EngineHome& home) {
      auto engine = home.open();
      const CommitReceipt first = commit(*engine, [](Transaction& transaction) {
        transaction.append(5, "one");
        transaction.append(5, "");
        transaction.append(5, "three");
        CHECK(transaction.read_log(5, 0, {}).records.empty());  // it has no number yet
      });
      CHECK(first.last_number == first.first_number + 2);
      CHECK(first.time_ms == home.now_ms);
      home.now_ms += 10;
      const CommitReceipt second = append(*engine, 5, 1);
      CHECK(second.first_number == first.last_number + 1);

      const std::vector<LogRecord> all = all_records(*engine, 5);
      REQUIRE(all.size() == 4);
      CHECK(all[0].bytes == "one");
      CHECK(all[1].bytes.empty());
      CHECK(all[2].bytes == "three");
      CHECK(all[0].time_ms == first.time_ms);
      CHECK(all[3].time_ms == second.time_ms);
      CHECK(second.time_ms == first.time_ms + 10);

      auto reader = engine->begin(Mode::Read);
      const auto after = [&](std::uint64_t number, ReadLimit limit = {}) {
        const LogPage page = reader->read_log(5, number, limit);
        return std::pair(numbers(page.records), page.complete);
      };
      const std::uint64_t n = first.first_number;
      CHECK(after(n) == std::pair(Numbers{n + 1, n + 2, n + 3}, true));
      CHECK(after(n + 3) == std::pair(Numbers{}, true));
      CHECK(after(UINT64_MAX) == std::pair(Numbers{}, true));
      CHECK(after(0, {.rows = 2}) == std::pair(Numbers{n, n + 1}, false));
      CHECK(after(0, {.bytes = 3}) == std::pair(Numbers{n}, false));
      CHECK(after(0, {.bytes = 4}) == std::pair(Numbers{n, n + 1, n + 2}, false));
      CHECK(after(n + 1, {.rows = 0}) == std::pair(Numbers{n + 2}, false));
      CHECK(reader->first_log_record(5)->number == n);
      CHECK(reader->last_log_record(5)->number == n + 3);
      CHECK(reader->last_log_record(5)->time_ms == second.time_ms);
      CHECK(reader->last_log_record(5)->bytes.empty());
    }};

const ContractTest many_logs{
    "logs are apart, and their numbers come from one counter", [](EngineHome& home) {
      auto engine = home.open();
      std::uint64_t last = 0;
      for (int round = 0; round < 3; ++round) {
        for (const LogId log : {LogId{0}, LogId{1}, LogId{255}, LogId{256}, UINT64_MAX}) {
          const CommitReceipt receipt = append(*engine, log, 2);
          CHECK(receipt.first_number > last);
          last = receipt.last_number;
        }
      }
      for (const LogId log : {LogId{0}, LogId{1}, LogId{255}, LogId{256}, UINT64_MAX}) {
        CHECK(all_records(*engine, log).size() == 6);
        CHECK(engine->begin(Mode::Read)->last_log_record(log)->number ==
              numbers(all_records(*engine, log)).back());
      }
      for (const LogId log : {LogId{2}, LogId{257}, UINT64_MAX - 1}) {
        CHECK(all_records(*engine, log).empty());
        CHECK_FALSE(engine->begin(Mode::Read)->first_log_record(log));
        CHECK_FALSE(engine->begin(Mode::Read)->last_log_record(log));
        CHECK(engine->log_size_bytes(log) == 0);
      }
    }};

const ContractTest ascending_times{"times never go back, whatever the clock does",
                                   [](EngineHome& home) {
                                     auto engine = home.open();
                                     const std::int64_t before = home.now_ms;
                                     append(*engine, 1, 1);
                                     home.now_ms -= 5000;
                                     CHECK(append(*engine, 2, 1).time_ms == before);
                                     home.now_ms += 5001;
                                     CHECK(append(*engine, 1, 1).time_ms == before + 1);
                                   }};

const ContractTest restart{
    "numbers and times go on after a restart, whatever was removed", [](EngineHome& home) {
      auto engine = home.open();
      const auto removed = GENERATE(as<std::string>{}, "nothing", "trimmed", "erased", "some");
      INFO(removed);
      append(*engine, 1, 3);
      home.now_ms += 7;
      const CommitReceipt last = append(*engine, 2, 3);
      if (removed == "trimmed") {
        commit(*engine, [](Transaction& transaction) {
          transaction.trim_log(1, UINT64_MAX);
          transaction.trim_log(2, UINT64_MAX);
        });
      } else if (removed == "erased") {
        engine->erase_log(1);
        engine->erase_log(2);
      } else if (removed == "some") {
        engine->erase_log(2);
      }
      home.now_ms -= 1000;
      for (int run = 0; run < 3; ++run) {
        engine = home.restart(std::move(engine));
        const CommitReceipt next = append(*engine, 2, 1);
        CHECK(next.first_number > last.last_number + static_cast<std::uint64_t>(run));
        CHECK(next.time_ms == last.time_ms);
      }
      CHECK(all_records(*engine, 2).size() == (removed == "nothing" ? 6 : 3));
    }};

const ContractTest across_blocks{
    "numbers are without gaps over many transactions of one run", [](EngineHome& home) {
      auto engine = home.open();
      const int per_commit = 1000;
      // Over the edge of a reserved block.
      const int commits = static_cast<int>(engine_limits::number_block) / per_commit + 2;
      std::uint64_t last = append(*engine, 1, 1, 0).last_number;
      for (int i = 0; i < commits; ++i) {
        const CommitReceipt receipt = append(*engine, 1, per_commit, 0);
        REQUIRE(receipt.first_number == last + 1);
        last = receipt.last_number;
      }
      engine = home.restart(std::move(engine));
      CHECK(append(*engine, 1, 1).first_number > last);
    }};

const ContractTest trimming{
    "trim_log removes what was there up to a number", [](EngineHome& home) {
      auto engine = home.open();
      const std::uint64_t n = append(*engine, 1, 6).first_number;
      append(*engine, 2, 2);
      auto earlier = engine->begin(Mode::Read);
      CHECK(earlier->first_log_record(1)->number == n);

      auto trimmer = engine->begin(Mode::Write);
      trimmer->trim_log(1, n + 1);
      CHECK(trimmer->first_log_record(1)->number == n);  // not before it is committed
      trimmer->commit();
      CHECK_THAT(numbers(all_records(*engine, 1)), Equals(Numbers{n + 2, n + 3, n + 4, n + 5}));
      CHECK(engine->begin(Mode::Read)->first_log_record(1)->number == n + 2);
      CHECK(all_records(*engine, 2).size() == 2);
      // An earlier snapshot still has them.
      CHECK(earlier->read_log(1, 0, {}).records.size() == 6);
      CHECK(earlier->first_log_record(1)->number == n);

      // Twice, and below what is trimmed, changes nothing.
      commit(*engine, [&](Transaction& transaction) {
        transaction.trim_log(1, n + 1);
        transaction.trim_log(1, n);
        transaction.trim_log(3, n);
      });
      CHECK(all_records(*engine, 1).size() == 4);

      // All that was there before; what the same transaction appends stays.
      const CommitReceipt receipt = commit(*engine, [&](Transaction& transaction) {
        transaction.append(1, "stays");
        transaction.trim_log(1, UINT64_MAX);
      });
      CHECK_THAT(numbers(all_records(*engine, 1)), Equals(Numbers{receipt.first_number}));
      append(*engine, 1, 1);
      CHECK(all_records(*engine, 1).size() == 2);
      CHECK(earlier->read_log(1, 0, {}).records.size() == 6);
      earlier = nullptr;

      engine = home.restart(std::move(engine));
      CHECK(all_records(*engine, 1).size() == 2);
      CHECK(engine->begin(Mode::Read)->first_log_record(1)->number == receipt.first_number);
    }};

const ContractTest trimming_all{
    "a log that is trimmed empty has no first and no last record", [](EngineHome& home) {
      auto engine = home.open();
      append(*engine, 1, 3);
      commit(*engine, [](Transaction& transaction) { transaction.trim_log(1, UINT64_MAX); });
      CHECK_FALSE(engine->begin(Mode::Read)->first_log_record(1));
      CHECK_FALSE(engine->begin(Mode::Read)->last_log_record(1));
      CHECK(engine->log_size_bytes(1) == 0);
    }};

const ContractTest erasing{"erase_log removes a log and leaves its neighbours",
                           [](EngineHome& home) {
                             auto engine = home.open();
                             for (const LogId log : {LogId{1}, LogId{2}, LogId{3}, UINT64_MAX})
                               append(*engine, log, 3);
                             engine->erase_log(2);
                             engine->erase_log(UINT64_MAX);
                             engine->erase_log(9);
                             CHECK(all_records(*engine, 1).size() == 3);
                             CHECK(all_records(*engine, 2).empty());
                             CHECK(all_records(*engine, 3).size() == 3);
                             CHECK(all_records(*engine, UINT64_MAX).empty());
                             CHECK(engine->log_size_bytes(2) == 0);
                             append(*engine, 2, 1);
                             CHECK(all_records(*engine, 2).size() == 1);
                           }};

const ContractTest sizes{
    "log_size_bytes follows appends and trims", [](EngineHome& home) {
      auto engine = home.open();
      const auto about = [&](std::uint64_t records, std::uint64_t bytes_each) {
        const std::uint64_t size = engine->log_size_bytes(1);
        INFO(size);
        return size >= records * bytes_each && size <= records * (bytes_each + 100);
      };
      const std::uint64_t n = append(*engine, 1, 100, 1000).first_number;
      append(*engine, 2, 50, 1000);
      CHECK(about(100, 1000));
      commit(*engine, [&](Transaction& transaction) { transaction.trim_log(1, n + 39); });
      CHECK(about(60, 1000));
      engine = home.restart(std::move(engine));
      CHECK(about(60, 1000));
      append(*engine, 1, 40, 1000);
      CHECK(about(100, 1000));
      commit(*engine, [&](Transaction& transaction) { transaction.trim_log(1, UINT64_MAX); });
      append(*engine, 1, 10, 1000);
      CHECK(about(10, 1000));
    }};

// Writers with small, large and slow transactions (begun long before they commit); readers that
// follow two logs. Each reader must have seen exactly what is in the log in the end.
const ContractTest tailing{
    "a tailing reader never skips a record", [](EngineHome& home) {
      auto engine = home.open();
      constexpr int writers = 4;
      constexpr int readers = 3;
      constexpr int commits_each = 150;
      std::atomic<int> commits = 0;
      std::atomic<int> writers_left = writers;
      std::atomic<int> busy = writers;  // neither done nor waiting
      std::vector<Numbers> seen(readers);
      run_threads(writers + readers, [&](int thread) {
        std::mt19937 random(static_cast<unsigned>(thread));
        if (thread < writers) {
          for (int i = 0; i < commits_each; ++i) {
            auto transaction = engine->begin(Mode::Write);
            const auto large = i % 30 == 29;
            const auto records = large ? 300 : 1 + random() % 4;
            for (unsigned r = 0; r < records; ++r) {
              transaction->append(1 + random() % 2, std::to_string(thread) + ":" +
                                                        std::to_string(i) + std::string(50, '.'));
            }
            if (large) transaction->put(std::to_string(thread), std::string(200'000, 'v'));
            // Slow: others commit several times meanwhile, as long as any is busy.
            const int until = i % 10 == 9 ? commits + 5 : 0;
            --busy;
            while (commits < until && busy > 0) std::this_thread::yield();
            ++busy;
            transaction->commit();
            ++commits;
          }
          --busy;
          --writers_left;
          return;
        }
        Numbers& mine = seen[static_cast<std::size_t>(thread - writers)];
        const LogId log = 1 + static_cast<LogId>(thread % 2);
        for (std::uint64_t after = 0;;) {
          const bool last_look = writers_left == 0;
          auto reader = engine->begin(Mode::Read);
          const LogPage page = reader->read_log(log, after, {.rows = 1 + random() % 50});
          for (const LogRecord& record : page.records) mine.push_back(record.number);
          if (!page.records.empty()) after = page.records.back().number;
          if (page.records.empty() && last_look) return;
        }
      });
      for (int reader = 0; reader < readers; ++reader) {
        const LogId log = 1 + static_cast<LogId>((writers + reader) % 2);
        const Numbers all = numbers(all_records(*engine, log));
        CHECK(all.size() > writers * commits_each / 2);
        CHECK(seen[static_cast<std::size_t>(reader)] == all);
      }
    }};

}  // namespace

}  // namespace tombola::storage

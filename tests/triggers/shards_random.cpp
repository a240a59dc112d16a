// Whatever becomes of a stream's shards - rolls, splits, trims, a clock that jumps, processes that
// begin anew - each key's records are read in order, all that are not trimmed and each once: by who
// walks the shards, parents first, and by a mapping.
#include <map>
#include <optional>
#include <random>

#include <catch2/catch.hpp>

#include "dynamodb/limits.h"
#include "storage/change_log.h"
#include "streams/stream_reader.h"
#include "tests/triggers/frozen_service.h"

using namespace tombola;
using namespace tombola::triggers;
using namespace tombola::triggers::testing;

namespace {

struct Written {
  std::string value;
  std::int64_t time_ms = 0;
  bool operator==(const Written&) const = default;
};
using ByKey = std::map<std::string, std::vector<Written>>;

Written written_of(const nlohmann::json& image, std::int64_t time_ms) {
  return {image["value"]["S"].get<std::string>(), time_ms};
}

class Dice {
 public:
  explicit Dice(unsigned seed) : random_(seed) {}
  int between(int low, int high) { return std::uniform_int_distribution<>(low, high)(random_); }
  bool one_in(int count) { return between(1, count) == 1; }

 private:
  std::mt19937 random_;
};

// Fails by chance, and keeps what it has done.
class Function {
 public:
  explicit Function(unsigned seed) : dice_(seed) {}

  InvokeResult call(const SeenBatch& batch) {
    if (dice_.one_in(5)) {
      return function_error("boom");
    }
    for (const SeenRecord& record : batch) {
      done_[record.id].push_back(record.sequence_number);
    }
    return success();
  }
  const std::map<std::string, std::vector<std::string>>& done() const { return done_; }

 private:
  Dice dice_;
  std::map<std::string, std::vector<std::string>> done_;
};

class Run {
 public:
  Run(unsigned seed, const EventSourceMapping& settings)
      : dice_(seed),
        function_(seed),
        service_(settings, [this](const SeenBatch& batch, int) { return function_.call(batch); }) {}

  void step() {
    const int what = dice_.between(0, 99);
    if (what < 70) {
      put();
    } else if (what < 76) {
      service_.service->roll("T");
    } else if (what < 82) {
      split();
    } else if (what < 92) {
      advance(dice_.one_in(8) ? dice_.between(0, 9 * 3600) : dice_.between(0, 3600));
    } else if (what < 95) {
      service_.service->idle();  // nothing is under way, so "at least once" is exactly once
      service_.restart();
    } else {
      check_walk();
    }
  }

  // What was written is what was read, in order, and nothing twice.
  void finish() {
    REQUIRE(service_.advance_until_idle(30'000, 500));
    check_walk();
    std::size_t records = 0;
    for (const auto& [key, numbers] : function_.done()) {
      for (std::size_t i = 1; i < numbers.size(); ++i) {
        CHECK(numbers[i - 1] < numbers[i]);
      }
      CHECK(numbers.size() == written_[key].size());
      records += numbers.size();
    }
    CHECK(records == count_);
    CHECK(service_.service->stored_position(service_.mapping).shards.size() <=
          service_.service->shards("T").size());
    service_.service.reset();  // before what the script uses goes
  }

 private:
  void put() {
    const std::string key = "key" + std::to_string(dice_.between(0, 19));
    const std::string value = std::to_string(++count_);
    service_.service->put("T", key, value);
    written_[key].push_back({value, service_.disk.clock.now_ms()});
  }

  void split() {
    std::vector<streams::Shard> open = service_.service->shards("T");
    std::erase_if(open, [](const streams::Shard& shard) { return !shard.open(); });
    if (open.size() < 12) {
      const int index = dice_.between(0, static_cast<int>(open.size()) - 1);
      service_.service->split("T", open[static_cast<std::size_t>(index)].id);
    }
  }

  // Nothing may be trimmed that was not delivered: the mapping is idle before the clock jumps.
  void advance(int seconds) {
    REQUIRE(service_.advance_until_idle(30'000, 500));
    service_.disk.clock.advance(seconds * std::int64_t{1000});
    service_.service->keep_streams();
  }

  void check_walk() {
    const std::int64_t now_ms = service_.disk.clock.now_ms();
    ByKey expected;
    for (const auto& [key, all] : written_) {
      for (const Written& one : all) {
        if (one.time_ms + limits::stream_retention_ms > now_ms) {
          expected[key].push_back(one);
        }
      }
    }
    CHECK(walk(now_ms) == expected);
  }

  ByKey walk(std::int64_t now_ms) {
    ByKey seen;
    TestService& service = *service_.service;
    service.transactions.read([&](storage::Transaction& transaction) {
      const auto table = service.catalog.find(transaction, {}, "T");
      const auto stream =
          service.catalog.find_stream(transaction, {}, "T", table->stream->label).value();
      for (const streams::Shard& shard : streams::list_shards(transaction, stream, now_ms).shards) {
        std::optional<std::uint64_t> after = 0;
        while (after) {
          const auto page =
              streams::read_shard(transaction, stream, shard,
                                  {*after, static_cast<std::size_t>(dice_.between(1, 9)), now_ms});
          for (const storage::LoggedChange& change : page.records) {
            const auto image = nlohmann::json::parse(change.record().new_image_json);
            seen[image["id"]["S"]].push_back(written_of(image, change.time_ms));
          }
          after = page.after_number == after ? std::nullopt : page.after_number;
        }
      }
    });
    return seen;
  }

  Dice dice_;
  Function function_;
  FrozenService service_;
  ByKey written_;
  std::size_t count_ = 0;
};

}  // namespace

TEST_CASE("random rolls, splits, trims and restarts lose no record and repeat none") {
  const unsigned first_seed = Catch::rngSeed();
  for (unsigned seed = first_seed; seed != first_seed + 8; ++seed) {
    CAPTURE(seed);
    Dice dice(seed);
    EventSourceMapping settings;
    settings.batch_size = dice.between(1, 8);
    settings.parallelization_factor = dice.one_in(3) ? dice.between(2, 4) : 1;
    settings.bisect_batch_on_function_error = dice.one_in(2);
    Run run(seed, settings);
    for (int step = 0; step < 250; ++step) {
      run.step();
    }
    run.finish();
  }
}

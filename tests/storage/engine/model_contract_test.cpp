// A long random run of the whole API against std::map. One thread: what threads do to each other is
// tested next door. The seed is Catch2's: --rng-seed NUMBER runs it again.
#include <algorithm>
#include <map>
#include <random>
#include <set>

#include <fmt/format.h>

#include "tests/storage/engine/engine_contract.h"

namespace tombola::storage {

namespace {

struct Committed {
  std::map<std::string, std::string> rows;
  std::map<std::string, std::int64_t> counters;
  std::map<LogId, std::vector<LogRecord>> logs;
};

Page page_of(const std::map<std::string, std::string>& rows, const KeyRange& range,
             Direction direction, ReadLimit limit) {
  std::vector<Row> inside;
  for (const auto& [key, value] : rows) {
    if (key >= range.begin && (range.end.empty() || key < range.end))
      inside.push_back({key, value});
  }
  if (direction == Direction::Backward) std::reverse(inside.begin(), inside.end());
  Page page;
  std::size_t bytes = 0;
  for (const Row& row : inside) {
    page.rows.push_back(row);
    bytes += row.key.size() + row.value.size();
    if (page.rows.size() >= limit.rows || bytes >= limit.bytes) {
      page.complete = false;
      break;
    }
  }
  return page;
}

// A transaction and what it should see.
struct Open {
  std::unique_ptr<Transaction> transaction;
  std::optional<Committed> snapshot;
  std::map<std::string, std::optional<std::string>> own;
  std::map<std::string, std::pair<bool, std::int64_t>> own_counters;  // erased, delta
  std::vector<std::pair<LogId, std::string>> appends;
  std::vector<std::pair<LogId, std::uint64_t>> trims;
  std::set<std::string> taken;   // for update
  std::set<std::string> shared;  // for share
  bool broken = false;           // a shared key was changed
};

class Run {
 public:
  Run(EngineHome& home, unsigned seed) : home_(home), random_(seed), engine_(home.open()) {}

  void step() {
    home_.now_ms += pick(3) - 1;
    switch (pick(20)) {
      case 0:
        return between_transactions();
      case 1:
      case 2:
        return finish_writer();
      case 3:
        return interfere();
      case 4:
        reader_ = {};
        return;
      case 5:
      case 6:
      case 7:
      case 8:
        return look(reader(), false);
      case 9:
      case 10:
      case 11:
      case 12:
        return look(writer(), true);
      default:
        return change(writer());
    }
  }

 private:
  int pick(int below) { return std::uniform_int_distribution(0, below - 1)(random_); }
  std::string key() {
    static const std::string tails[] = {"", std::string(1, '\0'), "\xFF", "x"};
    return std::string(1, static_cast<char>('a' + pick(8))) + tails[pick(4)];
  }
  std::string counter() { return fmt::format("#{}", pick(3)); }
  LogId log() { return static_cast<LogId>(pick(3)); }
  std::string bytes() { return std::string(static_cast<std::size_t>(pick(30)), 'v') + key(); }

  Open& reader() {
    if (!reader_.transaction) reader_.transaction = engine_->begin(Mode::Read);
    return reader_;
  }
  Open& writer() {
    if (!writer_.transaction) writer_.transaction = engine_->begin(Mode::Write);
    return writer_;
  }
  const Committed& seen_by(Open& open) {
    if (!open.snapshot) open.snapshot = now_;
    return *open.snapshot;
  }
  static std::map<std::string, std::string> overlay(std::map<std::string, std::string> rows,
                                                    const Open& open) {
    for (const auto& [key, value] : open.own) {
      if (value) {
        rows[key] = *value;
      } else {
        rows.erase(key);
      }
    }
    return rows;
  }
  static std::optional<std::string> find(const std::map<std::string, std::string>& rows,
                                         const std::string& key) {
    auto found = rows.find(key);
    return found == rows.end() ? std::nullopt : std::optional(found->second);
  }

  void look(Open& open, bool writes) {
    switch (pick(writes ? 7 : 5)) {
      case 0: {
        const std::string k = key();
        // A get that an own write answers takes no snapshot.
        const auto expected = open.own.contains(k) ? open.own[k] : find(seen_by(open).rows, k);
        if (pick(2) == 0) {
          REQUIRE(open.transaction->get(k) == expected);
        } else {
          REQUIRE(text(open.transaction->get_shared(k)) == expected);
        }
        return;
      }
      case 1: {
        KeyRange range{pick(4) == 0 ? "a" : key(), pick(4) == 0 ? "" : key()};
        const auto direction = pick(2) == 0 ? Direction::Forward : Direction::Backward;
        ReadLimit limit;
        if (pick(2) == 0) limit.rows = static_cast<std::size_t>(pick(6));
        if (pick(2) == 0) limit.bytes = static_cast<std::size_t>(pick(100));
        if (!range.end.empty() && range.end <= range.begin) {
          REQUIRE(open.transaction->read(range, direction, limit).rows.empty());
          return;
        }
        const Page expected = page_of(overlay(seen_by(open).rows, open), range, direction, limit);
        const Page got = open.transaction->read(range, direction, limit);
        REQUIRE((got.rows == expected.rows));
        REQUIRE(got.complete == expected.complete);
        return;
      }
      case 2: {
        const std::string k = counter();
        const auto own = open.own_counters.find(k);
        const auto [erased, delta] =
            own == open.own_counters.end() ? std::pair<bool, std::int64_t>() : own->second;
        const std::int64_t under = erased ? 0 : value_or_0(seen_by(open).counters, k);
        const Counter expected{under + delta, -(under + delta)};
        REQUIRE((open.transaction->get_counter(k) == expected));
        return;
      }
      case 3: {
        const LogId id = log();
        const auto& records = records_of(seen_by(open), id);
        const std::uint64_t after =
            records.empty() || pick(3) == 0
                ? 0
                : records[static_cast<std::size_t>(pick(static_cast<int>(records.size())))].number;
        const auto rows = static_cast<std::size_t>(1 + pick(8));
        std::vector<LogRecord> expected;
        for (const LogRecord& record : records) {
          if (record.number > after && expected.size() < rows) expected.push_back(record);
        }
        REQUIRE((open.transaction->read_log(id, after, {.rows = rows}).records == expected));
        return;
      }
      case 4: {
        const LogId id = log();
        const auto& records = records_of(seen_by(open), id);
        const auto first = open.transaction->first_log_record(id);
        const auto last = open.transaction->last_log_record(id);
        REQUIRE(first.has_value() == !records.empty());
        REQUIRE(last.has_value() == !records.empty());
        if (records.empty()) return;
        REQUIRE(first->number == records.front().number);
        REQUIRE(first->time_ms == records.front().time_ms);
        REQUIRE(last->number == records.back().number);
        REQUIRE(last->time_ms == records.back().time_ms);
        return;
      }
      case 5: {
        const std::string k = key();
        open.taken.insert(k);
        REQUIRE(open.transaction->get_for_update(k) == find(overlay(now_.rows, open), k));
        return;
      }
      default: {
        const std::string k = key();
        open.shared.insert(k);
        REQUIRE(text(open.transaction->get_for_share(k)) == find(overlay(now_.rows, open), k));
      }
    }
  }

  void change(Open& open) {
    switch (pick(7)) {
      case 0:
      case 1: {
        const std::string k = key();
        open.own[k] = bytes();
        return open.transaction->put(k, *open.own[k]);
      }
      case 2: {
        const std::string k = key();
        open.own[k] = std::nullopt;
        return open.transaction->erase(k);
      }
      case 3: {
        const std::string k = counter();
        const std::int64_t delta = pick(100) - 50;
        open.own_counters[k].second += delta;
        return open.transaction->add(k, {delta, -delta});
      }
      case 4: {
        if (pick(10) > 0) return;
        const std::string k = counter();
        open.own_counters[k] = {true, 0};
        return open.transaction->erase(k);
      }
      case 5:
        open.appends.emplace_back(log(), bytes());
        return open.transaction->append(open.appends.back().first, open.appends.back().second);
      default: {
        if (pick(4) > 0) return;
        const auto& records = records_of(now_, log());
        if (records.empty()) return;
        const auto at = static_cast<std::size_t>(pick(static_cast<int>(records.size())));
        open.trims.emplace_back(log(), pick(8) == 0 ? UINT64_MAX : records[at].number);
        return open.transaction->trim_log(open.trims.back().first, open.trims.back().second);
      }
    }
  }

  void finish_writer() {
    if (!writer_.transaction) return;
    Open open = std::move(writer_);
    writer_ = {};
    if (pick(4) == 0) return;  // rolled back
    if (open.broken) {
      REQUIRE_THROWS_AS(open.transaction->commit(), Conflict);
    } else {
      apply(open, open.transaction->commit());
    }
  }

  void apply(const Open& open, const CommitReceipt& receipt) {
    now_.rows = overlay(std::move(now_.rows), open);
    for (const auto& [key, own] : open.own_counters) {
      now_.counters[key] = (own.first ? 0 : now_.counters[key]) + own.second;
    }
    for (const auto& [id, up_to] : open.trims) {
      std::erase_if(now_.logs[id], [&](const LogRecord& record) { return record.number <= up_to; });
    }
    if (open.appends.empty()) {
      REQUIRE(receipt.first_number == 0);
      return;
    }
    REQUIRE(receipt.first_number > last_number_);
    REQUIRE(receipt.time_ms == std::max(last_time_ms_, home_.now_ms.load()));
    last_time_ms_ = receipt.time_ms;
    last_number_ = receipt.first_number - 1;
    for (const auto& [id, bytes] : open.appends) {
      now_.logs[id].push_back({++last_number_, receipt.time_ms, bytes});
    }
    REQUIRE(receipt.last_number == last_number_);
  }

  // Another transaction gets in between; on a key that the writer has not taken, since it would
  // wait for that.
  void interfere() {
    Open other;
    other.transaction = engine_->begin(Mode::Write);
    const std::string k = key();
    if (writer_.taken.contains(k)) return;
    // Either way the key counts as changed, except where there was and is nothing.
    const bool touches = now_.rows.contains(k) || pick(2) == 0;
    if (!touches) return;
    other.own[k] = bytes();
    other.transaction->put(k, *other.own[k]);
    other.own_counters["#0"].second = 1;
    other.transaction->add("#0", {1, -1});
    apply(other, other.transaction->commit());
    if (writer_.shared.contains(k)) writer_.broken = true;
  }

  void between_transactions() {
    reader_ = {};
    writer_ = {};
    switch (pick(6)) {
      case 0: {
        const KeyRange range{key(), pick(3) == 0 ? "" : key()};
        engine_->erase_range(range);
        std::erase_if(now_.rows, [&](const auto& row) {
          return row.first >= range.begin && (range.end.empty() || row.first < range.end);
        });
        return;
      }
      case 1: {
        const LogId id = log();
        engine_->erase_log(id);
        now_.logs.erase(id);
        REQUIRE(engine_->log_size_bytes(id) == 0);
        return;
      }
      case 2:
        if (pick(5) == 0) engine_ = home_.restart(std::move(engine_));
        return;
      default: {
        const LogId id = log();
        std::uint64_t bytes = 0;
        for (const LogRecord& record : records_of(now_, id)) bytes += record.bytes.size();
        REQUIRE(engine_->log_size_bytes(id) >= bytes);
        REQUIRE(engine_->log_size_bytes(id) <= bytes + 100 * records_of(now_, id).size());
      }
    }
  }

  static std::int64_t value_or_0(const std::map<std::string, std::int64_t>& counters,
                                 const std::string& key) {
    auto found = counters.find(key);
    return found == counters.end() ? 0 : found->second;
  }
  static const std::vector<LogRecord>& records_of(const Committed& committed, LogId log) {
    static const std::vector<LogRecord> none;
    auto found = committed.logs.find(log);
    return found == committed.logs.end() ? none : found->second;
  }

  EngineHome& home_;
  std::mt19937 random_;
  std::unique_ptr<Engine> engine_;
  Committed now_;
  std::uint64_t last_number_ = 0;
  std::int64_t last_time_ms_ = INT64_MIN;
  Open reader_, writer_;
};

const ContractTest model{"an engine does what a map does, over a long random run",
                         [](EngineHome& home) {
                           const unsigned seed = Catch::rngSeed();
                           INFO("seed " << seed);
                           Run run(home, seed);
                           for (int i = 0; i < 8000; ++i) {
                             INFO("step " << i);
                             run.step();
                           }
                         }};

}  // namespace

}  // namespace tombola::storage

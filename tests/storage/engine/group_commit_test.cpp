// Groups put together by hand, where threads would meet only by chance.
#include "storage/engine/group_commit.h"

#include "storage/engine/counter_encoding.h"
#include "storage/engine/engine_limits.h"
#include "tests/storage/engine/engine_contract.h"

namespace tombola::storage {

namespace {

struct Fixture {
  TempDirectory directory;
  RocksdbStore store{directory.new_path(), rocksdb::Env::Default()};
  LockTable locks;
  GroupCommit group_commit{store, {[] { return std::int64_t{5}; }, Durability::Process}};
};

struct Request {
  explicit Request(Fixture& fixture) : held(fixture.locks) {}
  WriteSet writes;
  HeldKeys held;
  std::optional<CommitRequest> request;

  CommitRequest* made() {
    for (const auto& [key, write] : writes.writes()) {
      if (write.kind != Write::Kind::Add) held.lock_to_write(key);
    }
    return &request.emplace(writes, held);
  }
};

}  // namespace

TEST_CASE("within a group a share is broken by writes before it, not after it",
          "[group_commit][rocksdb]") {
  Fixture fixture;
  Request before(fixture), change(fixture), after(fixture), other(fixture);
  for (Request* request : {&before, &after}) request->held.share("definition");
  other.held.share("another");
  before.writes.put("a", "1");
  change.writes.put("definition", "2");
  after.writes.put("b", "1");
  after.writes.append(1, "no");
  other.writes.put("c", "1");
  other.writes.append(1, "yes");
  fixture.group_commit.commit({before.made(), change.made(), after.made(), other.made()});
  CHECK(before.request->outcome == CommitOutcome::Committed);
  CHECK(change.request->outcome == CommitOutcome::Committed);
  CHECK(after.request->outcome == CommitOutcome::Conflict);
  CHECK(other.request->outcome == CommitOutcome::Committed);
  const auto get = [&](std::string_view key) {
    return fixture.store.get(fixture.store.rows(), nullptr, key);
  };
  CHECK(get("a") == "1");
  CHECK(get("b") == std::nullopt);
  CHECK(get("c") == "1");
  // The refused one used no number.
  CHECK(read_log(fixture.store, nullptr, 1, 0, {}).records.size() == 1);
  CHECK(other.request->receipt.first_number == 1);

  // And in the next group.
  Request late(fixture);
  late.held.share("definition");
  fixture.group_commit.commit({late.made()});
  CHECK(late.request->outcome == CommitOutcome::Committed);
}

TEST_CASE("a group numbers records in its order and trims what came before",
          "[group_commit][rocksdb]") {
  Fixture fixture;
  Request first(fixture), second(fixture), third(fixture);
  first.writes.append(1, "a");
  first.writes.append(1, "b");
  second.writes.trim_log(1, UINT64_MAX);
  second.writes.append(1, "c");
  third.writes.append(2, "d");
  fixture.group_commit.commit({first.made(), second.made(), third.made()});
  CHECK(first.request->receipt.first_number == 1);
  CHECK(first.request->receipt.last_number == 2);
  CHECK(second.request->receipt.first_number == 3);
  CHECK(third.request->receipt.first_number == 4);
  const LogPage page = read_log(fixture.store, nullptr, 1, 0, {});
  REQUIRE(page.records.size() == 1);
  CHECK(page.records[0].bytes == "c");
  CHECK(page.records[0].time_ms == 5);
}

TEST_CASE("a group adds to a counter what its requests add, in their order",
          "[group_commit][rocksdb]") {
  Fixture fixture;
  const auto commit = [&](const std::vector<std::function<void(WriteSet&)>>& writes) {
    std::vector<std::unique_ptr<Request>> requests;
    std::vector<CommitRequest*> group;
    for (const auto& write : writes) {
      requests.push_back(std::make_unique<Request>(fixture));
      write(requests.back()->writes);
      group.push_back(requests.back()->made());
    }
    fixture.group_commit.commit(group);
    for (const CommitRequest* request : group) {
      CHECK(request->outcome == CommitOutcome::Committed);
    }
    const auto value = fixture.store.get(fixture.store.rows(), nullptr, "count");
    return value ? std::optional(decode_counter(*value).rows) : std::nullopt;
  };
  const auto add = [](std::int64_t delta) {
    return [delta](WriteSet& writes) { writes.add("count", {delta, 0}); };
  };
  const auto erase = [](WriteSet& writes) { writes.erase("count"); };
  const auto begin_anew = [](WriteSet& writes) {
    writes.erase("count");
    writes.add("count", {7, 0});
  };
  CHECK(commit({add(1), add(2)}) == 3);
  CHECK(commit({add(10)}) == 13);
  CHECK(commit({add(1), erase}) == std::nullopt);
  CHECK(commit({add(5)}) == 5);
  CHECK(commit({erase, add(1), add(1)}) == 2);
  CHECK(commit({begin_anew, add(1)}) == 8);
  CHECK(commit({add(1), begin_anew, add(2)}) == 9);
  CHECK(commit({add(-9)}) == 0);
}

TEST_CASE("a group that meets more counters than are kept in mind forgets none of its own",
          "[group_commit][rocksdb]") {
  Fixture fixture;
  Request known(fixture);
  for (std::size_t i = 1; i < engine_limits::counters_known_max; ++i) {
    known.writes.add("known " + std::to_string(i), {1, 1});
  }
  fixture.group_commit.commit({known.made()});

  Request first(fixture), others(fixture), second(fixture);
  first.writes.add("count", {1, 10});
  others.writes.add("new 1", {1, 1});
  others.writes.add("new 2", {1, 1});
  second.writes.add("count", {1, 10});
  fixture.group_commit.commit({first.made(), others.made(), second.made()});
  const auto value = fixture.store.get(fixture.store.rows(), nullptr, "count");
  CHECK((decode_counter(value.value()) == Counter{2, 20}));
}

TEST_CASE("counters that earlier versions kept as sums of deltas go on",
          "[group_commit][rocksdb]") {
  Fixture fixture;
  for (const std::int64_t delta : {40, 2}) {
    std::string operand;
    append_fixed64(operand, static_cast<std::uint64_t>(delta));
    REQUIRE(fixture.store.db().Merge({}, fixture.store.rows(), "count", operand).ok());
  }
  Request request(fixture);
  request.writes.add("count", {0, 1});
  fixture.group_commit.commit({request.made()});
  const auto value = fixture.store.get(fixture.store.rows(), nullptr, "count");
  CHECK((decode_counter(value.value()) == Counter{0, 43}));
}

}  // namespace tombola::storage

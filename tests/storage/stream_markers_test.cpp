#include "storage/stream_markers.h"

#include <stdexcept>

#include <catch2/catch.hpp>

#include "storage/layout.h"

namespace tombola::storage {
namespace {

constexpr dynamodb::StreamId stream = 7;

struct Store {
  std::unique_ptr<Engine> engine = open_memory_engine({[] { return std::int64_t{1000}; }});
  TransactionRunner transactions{*engine};

  void append(const Marker& marker) {
    transactions.write(
        "x", [&](WriteTransaction& write) { stream_markers::append(write, stream, marker); });
  }
  void append_bytes(std::string_view bytes) {
    transactions.write("x", [&](WriteTransaction& write) {
      write.bytes().append(layout::marker_log(stream), std::string(bytes));
    });
  }
  std::vector<Marker> read() {
    std::vector<Marker> markers;
    transactions.read(
        [&](Transaction& transaction) { markers = stream_markers::read(transaction, stream); });
    return markers;
  }
};

}  // namespace

TEST_CASE("a stream's markers are read back as they were written, numbered in their order") {
  Store store;
  CHECK(store.read().empty());
  const std::vector<Marker::Beginning> first = {{1, std::nullopt, {0, 9}},
                                                {2, std::nullopt, {10, UINT64_MAX}}};
  const std::vector<Marker::Beginning> second = {{0xffffffff, ShardKey{0, 1}, {0, 9}}};
  store.append({0, MarkerType::Opened, 0, first});
  store.append({0, MarkerType::Rolled, 1'767'323'045'678, second});
  store.append({0, MarkerType::Closed, 1'767'323'045'679, {}});
  const std::vector<Marker> markers = store.read();
  REQUIRE(markers.size() == 3);
  CHECK(markers[0].type == MarkerType::Opened);
  CHECK(markers[0].created_ms == 0);
  CHECK(markers[0].beginnings == first);
  CHECK(markers[1].type == MarkerType::Rolled);
  CHECK(markers[1].created_ms == 1'767'323'045'678);
  CHECK(markers[1].beginnings == second);
  CHECK(markers[1].number > markers[0].number);
  CHECK(markers[2].type == MarkerType::Closed);
  CHECK(markers[2].beginnings.empty());
  store.transactions.read([&](Transaction& transaction) {
    CHECK(stream_markers::last_number(transaction, stream) == markers[2].number);
    CHECK(stream_markers::last_number(transaction, stream + 1) == 0);
  });
}

TEST_CASE("there may be very many markers") {
  Store store;
  for (int i = 0; i < 2500; ++i) {
    store.append({0, MarkerType::Rolled, i, {}});
  }
  const std::vector<Marker> markers = store.read();
  REQUIRE(markers.size() == 2500);
  CHECK(markers.back().created_ms == 2499);
}

TEST_CASE("markers of version 1 tell of one shard with all keys") {
  Store store;
  store.append_bytes("\x01o");
  store.append_bytes(
      "\x01"
      "c");
  const std::vector<Marker> markers = store.read();
  REQUIRE(markers.size() == 2);
  CHECK(markers[0].type == MarkerType::Opened);
  CHECK(markers[0].created_ms == 1000);
  REQUIRE(markers[0].beginnings.size() == 1);
  CHECK(markers[0].beginnings[0].hashes.is_full());
  CHECK_FALSE(markers[0].beginnings[0].parent);
  CHECK(markers[1].type == MarkerType::Closed);
  CHECK(markers[1].created_ms == 1000);
  CHECK(markers[1].beginnings.empty());
}

TEST_CASE("a marker of an unknown form is refused") {
  for (const std::string& bytes : {std::string(), std::string("\x03o"), std::string("\x02o"),
                                   std::string("\x02o1234567"), std::string("\x02o12345678x")}) {
    Store store;
    store.append_bytes(bytes);
    CHECK_THROWS_AS(store.read(), std::runtime_error);
  }
}

}  // namespace tombola::storage

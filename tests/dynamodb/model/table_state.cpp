// The states through which a table goes were observed on AWS (us-west-2, October 2026).
#include "dynamodb/model/table_state.h"

#include <catch2/catch.hpp>

using namespace tombola::dynamodb;
using Kind = TableChange::Kind;

namespace {

TableDefinition table_with(Kind kind, std::int64_t until_ms) {
  TableDefinition table;
  TableChange change;
  change.kind = kind;
  change.until_ms = until_ms;
  table.changes = {change};
  return table;
}

}  // namespace

TEST_CASE("a table is in a state until its change is over") {
  CHECK(to_string(table_status({}, 0)) == "ACTIVE");
  CHECK(to_string(table_status(table_with(Kind::Creation, 100), 99)) == "CREATING");
  CHECK(to_string(table_status(table_with(Kind::Creation, 100), 100)) == "ACTIVE");
  for (const Kind kind : {Kind::Throughput, Kind::Billing, Kind::Stream, Kind::TableClass}) {
    CHECK(to_string(table_status(table_with(kind, 100), 99)) == "UPDATING");
  }
  for (const Kind kind : {Kind::Encryption, Kind::WarmThroughput, Kind::TimeToLive}) {
    CHECK(to_string(table_status(table_with(kind, 100), 99)) == "ACTIVE");
  }
}

TEST_CASE("an index that is made keeps its table UPDATING until it is filled") {
  TableDefinition table = table_with(Kind::IndexCreation, 100);
  table.changes.front().index = "i";
  table.changes.front().backfilling_from_ms = 50;
  CHECK(table_status(table, 49) == TableStatus::Updating);
  CHECK(table_status(table, 50) == TableStatus::Active);
  CHECK(index_status(table, "i", 99) == "CREATING");
  CHECK(index_status(table, "other", 99) == "ACTIVE");
  CHECK(index_status(table, "i", 100) == "ACTIVE");
}

TEST_CASE("what was before the first of several changes shows until they are over") {
  TableDefinition table = table_with(Kind::WarmThroughput, 100);
  table.warm = {30, 30};
  table.changes.push_back(table.changes.front());
  table.changes[0].before = TableChange::Before{{}, {}, {10, 10}};
  table.changes[1].before = TableChange::Before{{}, {}, {20, 20}};
  table.changes[1].until_ms = 200;
  CHECK(as_shown(table, 99).warm.read_units == 10);
  CHECK(as_shown(table, 100).warm.read_units == 20);
  CHECK(as_shown(table, 200).warm.read_units == 30);
  settle(table, 100);
  CHECK(table.changes.size() == 1);
}

TEST_CASE("a stream is being enabled or disabled until it has settled") {
  StreamDescriptor stream;
  stream.settles_ms = 100;
  CHECK(stream_status(stream, 99) == "ENABLING");
  CHECK(stream_status(stream, 100) == "ENABLED");
  stream.disabled_ms = 50;
  CHECK(stream_status(stream, 99) == "DISABLING");
  CHECK(stream_status(stream, 100) == "DISABLED");
}

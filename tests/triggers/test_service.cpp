#include "tests/triggers/test_service.h"

#include <future>
#include <stdexcept>

#include <catch2/catch.hpp>

#include "storage/item_writer.h"
#include "storage/layout.h"
#include "streams/retention.h"
#include "streams/rollover.h"
#include "streams/stream_lifecycle.h"

namespace tombola::triggers::testing {
namespace {

dynamodb::Key key_of(const std::string& id) {
  return dynamodb::Key{dynamodb::AttributeValue(id), std::nullopt};
}

}  // namespace

Disk::Disk()
    : engine_(storage::open_memory_engine(storage::EngineOptions{[this] { return clock.now_ms(); },
                                                                 storage::Durability::Process})) {}

std::unique_ptr<storage::Transaction> Disk::begin(storage::Mode mode) {
  if (mode == storage::Mode::Write ? refuses_writes : refuses_reads) {
    throw storage::EngineError("no space left on device");
  }
  return engine_->begin(mode);
}

EventSourceMapping mapping_of(const std::string& table, const std::string& function) {
  EventSourceMapping mapping;
  mapping.uuid = flag_mapping_uuid({}, table, "/handlers/" + function + ".ts", "handler");
  mapping.table = table;
  mapping.function_name = function;
  mapping.from_flag = true;
  return mapping;
}

TestService::TestService(Disk& data, FailureDestination* failures)
    : disk(data),
      transactions(data),
      loop("triggers", 1),
      dispatcher(std::make_unique<Dispatcher>(
          DispatcherParts{loop, transactions, catalog, data.clock, functions, failures})) {
  transactions.subscribe(dispatcher.get());
}

TestService::~TestService() = default;

void TestService::add_function(const std::string& name, std::shared_ptr<LambdaRuntime> runtime) {
  Function function;
  function.name = name;
  functions.put(function, std::move(runtime));
}

void TestService::create_table(const std::string& name, bool with_stream, std::size_t shard_count) {
  transactions.change_catalog([&](storage::WriteTransaction& write) {
    dynamodb::TableDefinition table;
    table.id = storage::Catalog::next_id(write.bytes());
    table.name = name;
    table.hash_key = dynamodb::KeyElement{"id", dynamodb::AttributeType::S};
    if (with_stream) {
      streams::enable_stream(write, catalog, disk.clock, table,
                             {dynamodb::StreamViewType::NewAndOldImages, shard_count});
    }
    catalog.put(write.bytes(), table);
  });
}

void TestService::change_table(
    const std::string& name,
    const std::function<void(storage::WriteTransaction&, dynamodb::TableDefinition&)>& change) {
  transactions.change_catalog([&](storage::WriteTransaction& write) {
    const auto found = catalog.find_for_update(write.bytes(), {}, name);
    if (!found) {
      throw std::logic_error("no table " + name);
    }
    dynamodb::TableDefinition table = *found;
    change(write, table);
  });
}

void TestService::delete_table(const std::string& name) {
  change_table(name, [&](storage::WriteTransaction& write, dynamodb::TableDefinition& table) {
    if (table.stream_enabled()) {
      streams::disable_stream(write, catalog, disk.clock, table);
    }
    catalog.erase(write.bytes(), table);
  });
}

void TestService::enable_stream(const std::string& name) {
  change_table(name, [&](storage::WriteTransaction& write, dynamodb::TableDefinition& table) {
    streams::enable_stream(write, catalog, disk.clock, table, {});
    catalog.put(write.bytes(), table);
  });
}

void TestService::disable_stream(const std::string& name) {
  change_table(name, [&](storage::WriteTransaction& write, dynamodb::TableDefinition& table) {
    streams::disable_stream(write, catalog, disk.clock, table);
    catalog.put(write.bytes(), table);
  });
}

std::vector<streams::Shard> TestService::shards(const std::string& name) {
  streams::ShardList list;
  transactions.read([&](storage::Transaction& transaction) {
    const auto table = catalog.find(transaction, {}, name);
    const auto stream = catalog.find_stream(transaction, {}, name, table->stream->label);
    list = streams::list_shards(transaction, *stream, disk.clock.now_ms());
  });
  return list.shards;
}

void TestService::roll(const std::string& table) {
  streams::roll_shards({transactions, catalog, disk.clock, {}, table});
}

void TestService::split(const std::string& table, const std::string& shard_id) {
  streams::split_shard({transactions, catalog, disk.clock, {}, table}, shard_id);
}

void TestService::keep_streams() {
  streams::roll_all_due_shards(transactions, catalog, disk.clock.now_ms());
  streams::trim_by_age(transactions, catalog, disk.clock.now_ms());
}

void TestService::put(const std::string& table_name, const std::string& id,
                      const std::string& value) {
  transactions.write(table_name + id, [&](storage::WriteTransaction& write) {
    const auto table = catalog.find_for_share(write.bytes(), {}, table_name);
    if (!table) {
      throw std::logic_error("no table " + table_name);
    }
    storage::ItemWriter writer(write, *table);
    writer.put(key_of(id), writer.read_for_update(key_of(id)), {{"id", id}, {"value", value}});
  });
}

void TestService::erase(const std::string& table_name, const std::string& id) {
  transactions.write(table_name + id, [&](storage::WriteTransaction& write) {
    const auto table = catalog.find_for_share(write.bytes(), {}, table_name);
    storage::ItemWriter writer(write, *table);
    writer.erase(key_of(id), writer.read_for_update(key_of(id)));
  });
}

IdleReport TestService::idle(std::chrono::milliseconds timeout) {
  auto answered = std::make_shared<std::promise<IdleReport>>();
  dispatcher->when_idle(timeout, [answered](IdleReport report) { answered->set_value(report); });
  return answered->get_future().get();
}

MappingPosition TestService::stored_position(const EventSourceMapping& mapping) {
  std::optional<std::string> row;
  transactions.read([&](storage::Transaction& transaction) {
    row = transaction.get(storage::layout::mapping_position_key(mapping.uuid));
  });
  return MappingPosition::from_json(row.value());
}

std::vector<std::string> numbered(const std::string& prefix, int count) {
  std::vector<std::string> names;
  for (int i = 0; i < count; ++i) {
    names.push_back(prefix + std::to_string(i));
  }
  return names;
}

}  // namespace tombola::triggers::testing

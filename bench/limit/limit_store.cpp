#include "bench/limit/limit_store.h"

#include <stdexcept>
#include <vector>

#include <rocksdb/cache.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/perf_level.h>
#include <rocksdb/table.h>
#include <simdjson.h>

namespace tombola::bench {
namespace {

constexpr std::size_t megabyte = 1u << 20;

void check(const rocksdb::Status& status) {
  if (!status.ok()) {
    throw std::runtime_error(status.ToString());
  }
}

rocksdb::ColumnFamilyOptions family(const std::shared_ptr<rocksdb::Cache>& cache) {
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = cache;
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  rocksdb::ColumnFamilyOptions options;
  options.write_buffer_size = 64 * megabyte;
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return options;
}

simdjson::dom::element parse(const std::string& body) {
  thread_local simdjson::dom::parser parser;
  return parser.parse(body);
}

// The row's key: table, partition key, sort key, as text with zeros between.
std::string row_key(std::string_view table, simdjson::dom::element attributes) {
  std::string key(table);
  for (const char* name : {"id", "sort"}) {
    std::string_view value;
    if (!attributes[name]["S"].get(value)) {
      key.push_back('\0');
      key.append(value);
    }
  }
  return key;
}

std::string big_endian(std::uint64_t value) {
  std::string bytes;
  for (int shift = 56; shift >= 0; shift -= 8) {
    bytes.push_back(static_cast<char>((value >> shift) & 0xff));
  }
  return bytes;
}

}  // namespace

LimitStore::LimitStore(const std::string& path, std::size_t cache_mb) {
  rocksdb::DBOptions options;
  options.create_if_missing = true;
  options.create_missing_column_families = true;
  const auto cache = rocksdb::NewLRUCache(cache_mb * megabyte);
  const std::vector<rocksdb::ColumnFamilyDescriptor> families = {
      {rocksdb::kDefaultColumnFamilyName, family(cache)}, {"log", family(cache)}};
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  rocksdb::DB* db = nullptr;
  check(rocksdb::DB::Open(options, path, families, &handles, &db));
  db_.reset(db);
  items_.reset(handles[0]);
  log_.reset(handles[1]);
}

std::optional<std::string> LimitStore::answer(std::string_view target, const std::string& body) {
  rocksdb::SetPerfLevel(rocksdb::PerfLevel::kDisable);
  target.remove_prefix(std::min(target.size(), target.find('.') + 1));
  if (target == "PutItem") {
    return put_item(body);
  }
  if (target == "GetItem") {
    return get_item(body);
  }
  if (target == "Query") {
    return query(body);
  }
  return target == "CreateTable" ? std::optional<std::string>("{}") : std::nullopt;
}

void LimitStore::sync() {
  check(db_->SyncWAL());
}

std::string LimitStore::put_item(const std::string& body) {
  const simdjson::dom::element request = parse(body);
  const simdjson::dom::element item = request["Item"];
  const std::string key = row_key(request["TableName"], item);
  const std::string new_image = simdjson::minify(item);
  rocksdb::PinnableSlice old_image;
  const rocksdb::Status read = db_->Get({}, items_.get(), key, &old_image);
  rocksdb::WriteBatch batch;
  check(batch.Put(items_.get(), key, new_image));
  const rocksdb::Slice record[] = {key, new_image, old_image};
  const std::string number = big_endian(next_number_++);
  const rocksdb::Slice number_slice(number);
  check(batch.Put(log_.get(), rocksdb::SliceParts(&number_slice, 1),
                  rocksdb::SliceParts(record, read.ok() ? 3 : 2)));
  check(db_->Write({}, &batch));
  return "{}";
}

std::string LimitStore::get_item(const std::string& body) {
  const simdjson::dom::element request = parse(body);
  rocksdb::PinnableSlice item;
  if (!db_->Get({}, items_.get(), row_key(request["TableName"], request["Key"]), &item).ok()) {
    return "{}";
  }
  std::string answer = R"({"Item":)";
  answer.append(item.data(), item.size());
  answer.push_back('}');
  return answer;
}

std::string LimitStore::query(const std::string& body) {
  const simdjson::dom::element request = parse(body);
  std::string begin{std::string_view(request["TableName"])};
  begin.push_back('\0');
  begin.append(std::string_view(request["ExpressionAttributeValues"][":p"]["S"]));
  const std::string end = begin + '\1';
  const rocksdb::Slice bound(end);
  rocksdb::ReadOptions options;
  options.iterate_upper_bound = &bound;
  const std::unique_ptr<rocksdb::Iterator> row(db_->NewIterator(options, items_.get()));
  std::string answer = R"({"Items":[)";
  int count = 0;
  for (row->Seek(begin); row->Valid(); row->Next(), ++count) {
    if (count > 0) {
      answer.push_back(',');
    }
    answer.append(row->value().data(), row->value().size());
  }
  answer += "],\"Count\":" + std::to_string(count) + ",\"ScannedCount\":" + std::to_string(count);
  answer.push_back('}');
  return answer;
}

}  // namespace tombola::bench

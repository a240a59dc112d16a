#include "storage/engine/rocksdb_options.h"

#include <algorithm>
#include <cstdarg>

#include <rocksdb/cache.h>
#include <rocksdb/convenience.h>
#include <rocksdb/env.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/merge_operator.h>
#include <rocksdb/table.h>

#include "storage/engine/engine_limits.h"
#include "storage/engine/fixed64.h"
#include "storage/engine/hinting_memtable.h"
#include "storage/engine/rocksdb_log.h"

namespace tombola::storage {

namespace {

constexpr std::size_t megabyte = 1u << 20;

// RocksDB's own log would be a file per start; what goes wrong reaches us as a Status.
class NoLog final : public rocksdb::Logger {
 public:
  using rocksdb::Logger::Logv;
  void Logv(const char*, va_list) override {}
};

// Of data directories in which counters are still sums of deltas.
class CounterSum final : public rocksdb::AssociativeMergeOperator {
 public:
  bool Merge(const rocksdb::Slice&, const rocksdb::Slice* existing, const rocksdb::Slice& delta,
             std::string* sum, rocksdb::Logger*) const override {
    // False: RocksDB answers Corruption. Only a key that is no counter gets here.
    if (delta.size() != 8 || (existing != nullptr && existing->size() != 8)) return false;
    const std::uint64_t before = existing == nullptr ? 0 : read_fixed64(existing->ToStringView());
    sum->clear();
    append_fixed64(*sum, before + read_fixed64(delta.ToStringView()));
    return true;
  }
  const char* Name() const override { return "tombola.CounterSum"; }
};

rocksdb::CompressionType compression() {
  const auto supported = rocksdb::GetSupportedCompressions();
  const bool lz4 =
      std::find(supported.begin(), supported.end(), rocksdb::kLZ4Compression) != supported.end();
  return lz4 ? rocksdb::kLZ4Compression : rocksdb::kNoCompression;
}

rocksdb::ColumnFamilyOptions family_options(const rocksdb::BlockBasedTableOptions& table) {
  rocksdb::ColumnFamilyOptions options;
  options.write_buffer_size = 64 * megabyte;
  options.compression = compression();
  options.level_compaction_dynamic_level_bytes = true;
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return options;
}

rocksdb::BlockBasedTableOptions table_options(const std::shared_ptr<rocksdb::Cache>& cache) {
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = cache;
  // Indexes and filters of a large directory count against the cache instead of growing beside it.
  table.cache_index_and_filter_blocks = true;
  table.cache_index_and_filter_blocks_with_high_priority = true;
  table.pin_l0_filter_and_index_blocks_in_cache = true;
  table.format_version = 5;
  return table;
}

}  // namespace

rocksdb::DBOptions rocksdb_options(rocksdb::Env* environment) {
  rocksdb::DBOptions options;
  options.env = environment;
  options.create_if_missing = true;
  options.create_missing_column_families = true;
  options.info_log = std::make_shared<NoLog>();
  options.stats_dump_period_sec = 0;
  options.stats_persist_period_sec = 0;
  options.max_open_files = 512;
  options.max_background_jobs = 2;
  options.bytes_per_sync = megabyte;
  // Bounds what a start has to replay.
  options.max_total_wal_size = 128 * megabyte;
  // What the last run left in the write-ahead log stays there: writing it out would cost every
  // start a table file and its fsync.
  options.avoid_flush_during_recovery = true;
  // A torn end is what kill -9 or power loss leave; the log counts up to there. Stricter modes
  // would refuse to start after power loss.
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kPointInTimeRecovery;
  // One leader writes at a time.
  options.allow_concurrent_memtable_write = false;
  options.enable_write_thread_adaptive_yield = false;
  return options;
}

std::shared_ptr<rocksdb::Cache> rocksdb_block_cache(std::uint64_t size_bytes) {
  constexpr int shard_bits = 3;  // shards of 4 MB: room for a filter block of a large file
  return rocksdb::NewLRUCache(size_bytes, shard_bits);
}

rocksdb::ColumnFamilyOptions row_family_options(const std::shared_ptr<rocksdb::Cache>& cache) {
  rocksdb::BlockBasedTableOptions table = table_options(cache);
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  table.whole_key_filtering = true;
  rocksdb::ColumnFamilyOptions options = family_options(table);
  options.merge_operator = std::make_shared<CounterSum>();
  options.memtable_factory = hinting_memtable(SIZE_MAX);
  // So that the read that precedes the write of a new item mostly ends at a glance.
  options.memtable_whole_key_filtering = true;
  options.memtable_prefix_bloom_size_ratio = 0.00125;
  return options;
}

rocksdb::ColumnFamilyOptions log_family_options(const std::shared_ptr<rocksdb::Cache>& cache) {
  rocksdb::ColumnFamilyOptions options = family_options(table_options(cache));
  options.memtable_factory = hinting_memtable(log_key_prefix_bytes);
  return options;
}

}  // namespace tombola::storage

// How RocksDB is set up: for a developer's machine, where it should open at once, take little
// memory while idle and keep few files.
#pragma once

#include <memory>

#include <rocksdb/options.h>

namespace tombola::storage {

rocksdb::DBOptions rocksdb_options(rocksdb::Env* environment);

// The two column families share `cache`.
std::shared_ptr<rocksdb::Cache> rocksdb_block_cache(std::uint64_t size_bytes);
// Rows: looked up by whole keys; counters add up.
rocksdb::ColumnFamilyOptions row_family_options(const std::shared_ptr<rocksdb::Cache>& cache);
// Log records: appended, read in order, dropped from the front.
rocksdb::ColumnFamilyOptions log_family_options(const std::shared_ptr<rocksdb::Cache>& cache);

}  // namespace tombola::storage

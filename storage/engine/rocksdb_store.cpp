// Two column families rather than one with prefixes. Rows keep the caller's keys as they are, so
// that a get copies no key; and a trimmed log leaves range tombstones, which every read of their
// column family has to look at: they must not sit among the rows.
//
//   "default"  the caller's rows: key -> value. A counter's value is two int64; earlier versions
//              kept one, or its deltas as merge operands.
//   "log"      'L' log number time-ms offset -> a record's bytes    (rocksdb_log.cpp)
//              'M'                           -> what the next records go on from
//              'V'                           -> version of this format: 2; in 1, counters were one
//                                               number each, and are read so (counter_encoding.h)
//
// Beside RocksDB's own files the directory holds "owner" (directory_lock.cpp).
#include "storage/engine/rocksdb_store.h"

#include <filesystem>

#include <fmt/format.h>
#include <rocksdb/utilities/checkpoint.h>

#include "storage/engine/engine.h"
#include "storage/engine/engine_limits.h"
#include "storage/engine/fixed64.h"
#include "storage/engine/rocksdb_options.h"

namespace tombola::storage {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view format_key = "V";
constexpr std::uint64_t format_version = 2;

void create_directory(const fs::path& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (!error && !fs::is_directory(path, error) && !error) {
    error = std::make_error_code(std::errc::not_a_directory);
  }
  if (error) {
    throw EngineError(
        fmt::format("{}: cannot be used as a directory: {}", path.string(), error.message()));
  }
}

// RocksDB takes a directory without CURRENT for a new one and clears away what it finds there.
void refuse_without_current(const fs::path& path) {
  std::error_code error;
  if (fs::exists(path / "CURRENT", error)) return;
  for (const auto& entry : fs::directory_iterator(path, error)) {
    const fs::path extension = entry.path().extension();
    if (extension == ".sst" || extension == ".log") {
      throw EngineError(
          fmt::format("{}: it is damaged: it holds data but no file CURRENT", path.string()));
    }
  }
  if (error) throw EngineError(fmt::format("{}: {}", path.string(), error.message()));
}

}  // namespace

RocksdbStore::RocksdbStore(const std::string& path, rocksdb::Env* environment,
                           std::uint64_t cache_bytes, Durability durability)
    : path_(path) {
  create_directory(path);
  directory_lock_.emplace(path);
  refuse_without_current(path);
  if (durability == Durability::Power) {
    wal_.emplace(environment, path);
    check(wal_->sync_existing(), "be synced");
    environment = &*wal_;
  }
  open(environment, cache_bytes);
  try {
    check_format();
    shed_old_wal_files();
  } catch (...) {
    close();
    throw;
  }
}

RocksdbStore::~RocksdbStore() {
  close();
}

void RocksdbStore::open(rocksdb::Env* environment, std::uint64_t cache_bytes) {
  const auto cache = rocksdb_block_cache(cache_bytes);
  const std::vector<rocksdb::ColumnFamilyDescriptor> families = {
      {rocksdb::kDefaultColumnFamilyName, row_family_options(cache)},
      {"log", log_family_options(cache)}};
  rocksdb::DB* db = nullptr;
  check(rocksdb::DB::Open(rocksdb_options(environment), path_, families, &families_, &db),
        "be opened");
  db_.reset(db);
}

void RocksdbStore::check_format() {
  const std::optional<std::string> found = get(logs(), nullptr, format_key);
  const std::uint64_t version = found && found->size() == 8 ? read_fixed64(*found) : 0;
  if (found && (version == 0 || version > format_version)) {
    throw EngineError(fmt::format("{}: its format is version {}, this program reads up to {}",
                                  path_, version == 0 ? "unknown" : std::to_string(version),
                                  format_version));
  }
  if (version == format_version) return;
  std::string now;
  append_fixed64(now, format_version);
  check(db_->Put({}, logs(), slice(format_key), now), "be written");
}

// Each start leaves a write-ahead log behind (avoid_flush_during_recovery); many short runs would
// pile them up.
void RocksdbStore::shed_old_wal_files() {
  rocksdb::VectorLogPtr files;
  check(db_->GetSortedWalFiles(files), "be read");
  if (files.size() <= engine_limits::wal_files_max) return;
  check(db_->Flush({}, families_), "be written");
}

void RocksdbStore::close() {
  if (db_ == nullptr) return;
  for (rocksdb::ColumnFamilyHandle* family : families_) db_->DestroyColumnFamilyHandle(family);
  db_.reset();
}

std::optional<std::string> RocksdbStore::get(rocksdb::ColumnFamilyHandle* family,
                                             const rocksdb::Snapshot* snapshot,
                                             std::string_view key) {
  rocksdb::ReadOptions options;
  options.snapshot = snapshot;
  std::string value;
  const rocksdb::Status status = db_->Get(options, family, slice(key), &value);
  if (status.IsNotFound()) return std::nullopt;
  check(status, "be read");
  return value;
}

// After an error RocksDB refuses all writes. When the disk was full it looks every five seconds
// whether there is room for a write buffer (64 MB) again, and then goes on by itself. It could be
// told with DB::Resume at the next write instead, but that of 7.8 loses a flush that was queued
// when the error struck, and the next Resume waits for it for ever. After other errors (a broken
// disk) only a restart helps.
void RocksdbStore::write(rocksdb::WriteBatch& batch) {
  check(db_->Write({}, &batch), "be written");
}

void RocksdbStore::sync() {
  check(wal_->sync(), "be synced");
}

void RocksdbStore::checkpoint(const std::string& path) {
  std::error_code error;
  fs::create_directories(fs::absolute(path).parent_path(), error);
  if (error) throw EngineError(fmt::format("{}: {}", path, error.message()));
  rocksdb::Checkpoint* checkpoint = nullptr;
  check(rocksdb::Checkpoint::Create(db_.get(), &checkpoint), "be copied");
  const std::unique_ptr<rocksdb::Checkpoint> owned(checkpoint);
  const rocksdb::Status status =
      checkpoint->CreateCheckpoint(path, engine_limits::checkpoint_wal_copy_bytes_max);
  if (!status.ok()) {
    throw EngineError(
        fmt::format("{}: cannot be made a copy of {}: {}", path, path_, status.ToString()));
  }
}

void RocksdbStore::check(const rocksdb::Status& status, std::string_view action) const {
  if (status.ok()) return;
  throw EngineError(fmt::format("{}: cannot {}: {}", path_, action, status.ToString()));
}

}  // namespace tombola::storage

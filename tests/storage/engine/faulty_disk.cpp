#include "tests/storage/engine/faulty_disk.h"

#include <chrono>
#include <filesystem>
#include <thread>

#include <rocksdb/file_system.h>
#include <rocksdb/system_clock.h>

namespace tombola::storage {

namespace {

using rocksdb::IOStatus;

IOStatus broken() {
  return IOStatus::IOError("test", "Input/output error");
}

IOStatus full() {
  auto status = IOStatus::NoSpace("test", "No space left on device");
  status.SetRetryable(true);  // as RocksDB's own for ENOSPC
  return status;
}

class DiskFile final : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  DiskFile(std::unique_ptr<rocksdb::FSWritableFile> file, Disk& disk, std::string name)
      : FSWritableFileOwnerWrapper(std::move(file)),
        disk_(disk),
        name_(std::move(name)),
        is_log_(name_.ends_with(".log")),
        size_bytes_(std::filesystem::file_size(name_)) {
    if (is_log_) disk_.log_opened(name_);
  }

  IOStatus Append(const rocksdb::Slice& data, const rocksdb::IOOptions& options,
                  rocksdb::IODebugContext* debug) override {
    if (disk_.broken) return broken();
    if (disk_.full) {
      // As a disk does it: what fits is written.
      FSWritableFileOwnerWrapper::Append({data.data(), data.size() / 2}, options, debug);
      return full();
    }
    const IOStatus status = FSWritableFileOwnerWrapper::Append(data, options, debug);
    if (status.ok()) size_bytes_ += data.size();
    return status;
  }
  IOStatus Append(const rocksdb::Slice& data, const rocksdb::IOOptions& options,
                  const rocksdb::DataVerificationInfo&, rocksdb::IODebugContext* debug) override {
    return Append(data, options, debug);
  }
  IOStatus Sync(const rocksdb::IOOptions& options, rocksdb::IODebugContext* debug) override {
    const auto sync = [&] {
      return disk_.broken ? broken() : FSWritableFileOwnerWrapper::Sync(options, debug);
    };
    return is_log_ ? disk_.sync_log(name_, size_bytes_, sync) : sync();
  }

 private:
  Disk& disk_;
  const std::string name_;
  const bool is_log_;
  std::atomic<std::uint64_t> size_bytes_;
};

class DiskFileSystem final : public rocksdb::FileSystemWrapper {
 public:
  explicit DiskFileSystem(Disk& disk)
      : FileSystemWrapper(rocksdb::FileSystem::Default()), disk_(disk) {}
  const char* Name() const override { return "DiskFileSystem"; }

  IOStatus NewWritableFile(const std::string& name, const rocksdb::FileOptions& options,
                           std::unique_ptr<rocksdb::FSWritableFile>* file,
                           rocksdb::IODebugContext* debug) override {
    return on_disk(name, file, FileSystemWrapper::NewWritableFile(name, options, file, debug));
  }
  IOStatus ReopenWritableFile(const std::string& name, const rocksdb::FileOptions& options,
                              std::unique_ptr<rocksdb::FSWritableFile>* file,
                              rocksdb::IODebugContext* debug) override {
    return on_disk(name, file, FileSystemWrapper::ReopenWritableFile(name, options, file, debug));
  }

 private:
  IOStatus on_disk(const std::string& name, std::unique_ptr<rocksdb::FSWritableFile>* file,
                   IOStatus opened) {
    if (opened.ok()) *file = std::make_unique<DiskFile>(std::move(*file), disk_, name);
    return opened;
  }

  Disk& disk_;
};

// RocksDB waits after an error, and five seconds between its looks at a full disk. With this clock
// every wait is over at once.
class ImpatientClock final : public rocksdb::SystemClockWrapper {
 public:
  ImpatientClock() : SystemClockWrapper(rocksdb::SystemClock::Default()) {}
  const char* Name() const override { return "ImpatientClock"; }
  std::uint64_t NowMicros() override { return SystemClockWrapper::NowMicros() - 6'000'000; }
  void SleepForMicroseconds(int) override {}
};

class DiskEnvironment final : public rocksdb::EnvWrapper {
 public:
  explicit DiskEnvironment(Disk& disk) : EnvWrapper(rocksdb::Env::Default()) {
    file_system_ = std::make_shared<DiskFileSystem>(disk);
    system_clock_ = std::make_shared<ImpatientClock>();
  }
};

}  // namespace

void Disk::hold_syncs() {
  const std::lock_guard lock(mutex_);
  holds_syncs_ = true;
}

void Disk::let_go_of_syncs() {
  const std::lock_guard lock(mutex_);
  holds_syncs_ = false;
  let_go_.notify_all();
}

void Disk::copy_without_power(const std::string& from, const std::string& to) {
  std::filesystem::copy(from, to);
  const std::lock_guard lock(mutex_);
  for (const auto& [name, synced_bytes] : logs_) {
    const auto copied = std::filesystem::path(to) / std::filesystem::path(name).filename();
    if (std::filesystem::exists(copied)) std::filesystem::resize_file(copied, synced_bytes);
  }
}

void Disk::log_opened(const std::string& name) {
  const std::lock_guard lock(mutex_);
  logs_.try_emplace(name, 0);
}

IOStatus Disk::sync_log(const std::string& name, std::uint64_t size_bytes,
                        const std::function<IOStatus()>& sync) {
  std::unique_lock lock(mutex_);
  ++log_syncs;
  let_go_.wait(lock, [&] { return !holds_syncs_; });
  const bool refuses = refuses_one_sync.exchange(false) || refuses_syncs;
  const IOStatus status = refuses ? tombola::storage::broken() : sync();
  if (status.ok()) logs_[name] = size_bytes;
  return status;
}

std::unique_ptr<rocksdb::Env> FaultyDisk::environment_on(Disk& disk) {
  return std::make_unique<DiskEnvironment>(disk);
}

std::unique_ptr<Engine> FaultyDisk::open(Durability durability) {
  return open_rocksdb_engine(path, {[] { return std::int64_t{1}; }, durability}, environment.get());
}

std::unique_ptr<Engine> FaultyDisk::open_after_power_loss() {
  const std::string copy = directory.new_path();
  disk.copy_without_power(path, copy);
  return open_rocksdb_engine(copy, {[] { return std::int64_t{1}; }, Durability::Power});
}

void once_possible(const std::function<void()>& write) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  for (;;) {
    try {
      return write();
    } catch (const EngineError&) {
      if (std::chrono::steady_clock::now() > deadline) throw;
      std::this_thread::yield();
    }
  }
}

}  // namespace tombola::storage

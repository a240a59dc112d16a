#include "storage/engine/wal_environment.h"

#include <atomic>
#include <filesystem>
#include <mutex>
#include <set>
#include <utility>
#include <vector>

#include <rocksdb/file_system.h>

namespace tombola::storage {

namespace {

namespace fs = std::filesystem;
using rocksdb::FileOptions;
using rocksdb::FSWritableFile;
using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;
using rocksdb::Slice;

// However it is written: with two slashes, with a dot.
fs::path folder_of(const std::string& file) {
  return fs::path(file).lexically_normal().parent_path();
}

}  // namespace

class WalFileSystem final : public rocksdb::FileSystemWrapper {
 public:
  WalFileSystem(const std::shared_ptr<FileSystem>& base, const std::string& directory)
      : FileSystemWrapper(base), directory_(folder_of(directory + "/any")) {}
  const char* Name() const override { return "tombola.WalFileSystem"; }

  IOStatus NewWritableFile(const std::string& name, const FileOptions& options,
                           std::unique_ptr<FSWritableFile>* file, IODebugContext* debug) override {
    return watch(name, file, FileSystemWrapper::NewWritableFile(name, options, file, debug));
  }
  IOStatus ReopenWritableFile(const std::string& name, const FileOptions& options,
                              std::unique_ptr<FSWritableFile>* file,
                              IODebugContext* debug) override {
    return watch(name, file, FileSystemWrapper::ReopenWritableFile(name, options, file, debug));
  }

  bool is_wal(const std::string& name) const {
    return name.ends_with(".log") && folder_of(name) == directory_;
  }
  // Before anything is synced; it stays open, since later there may be no descriptor to be had.
  IOStatus open_directory();
  IOStatus sync();
  IOStatus sync_names();

 private:
  class WalFile;

  IOStatus watch(const std::string& name, std::unique_ptr<FSWritableFile>* file, IOStatus opened);
  IOStatus sync(WalFile& file);
  IOStatus sync_directory();

  const fs::path directory_;
  // Held while files are synced, so that none of them goes; appends do not take it.
  std::mutex mutex_;
  std::set<WalFile*> open_;
  std::unique_ptr<rocksdb::FSDirectory> opened_directory_;
  bool has_new_names_ = false;  // of files, so that the directory is to be synced
  IOStatus failure_;
};

class WalFileSystem::WalFile final : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  WalFile(std::unique_ptr<FSWritableFile> file, WalFileSystem& files)
      : FSWritableFileOwnerWrapper(std::move(file)), files_(files) {}
  ~WalFile() override { forget(); }

  IOStatus Append(const Slice& data, const IOOptions& options, IODebugContext* debug) override {
    return appended(FSWritableFileOwnerWrapper::Append(data, options, debug));
  }
  IOStatus Append(const Slice& data, const IOOptions& options,
                  const rocksdb::DataVerificationInfo& verification,
                  IODebugContext* debug) override {
    return appended(FSWritableFileOwnerWrapper::Append(data, options, verification, debug));
  }
  // RocksDB closes a log that is full, whether it was synced or not.
  IOStatus Close(const IOOptions& options, IODebugContext* debug) override {
    const IOStatus synced = forget();
    const IOStatus closed = FSWritableFileOwnerWrapper::Close(options, debug);
    return synced.ok() ? closed : synced;
  }

  // RocksDB's own, before it writes what a log holds to a table file. The system tells of an error
  // once: it must be us who hear it.
  IOStatus Sync(const IOOptions&, IODebugContext*) override {
    const std::lock_guard lock(files_.mutex_);
    return files_.sync(*this);
  }
  IOStatus Fsync(const IOOptions& options, IODebugContext* debug) override {
    return Sync(options, debug);
  }

  // False the second time, unless something was appended meanwhile.
  bool take_unsynced() { return unsynced_.exchange(false); }
  IOStatus sync_file() { return FSWritableFileOwnerWrapper::Sync(IOOptions(), nullptr); }

 private:
  // A failed one, too, may have left bytes.
  IOStatus appended(IOStatus status) {
    unsynced_ = true;
    return status;
  }
  IOStatus forget() {
    const std::lock_guard lock(files_.mutex_);
    return files_.open_.erase(this) > 0 ? files_.sync(*this) : IOStatus::OK();
  }

  WalFileSystem& files_;
  // One that was there before may have bytes that are not on the disk.
  std::atomic<bool> unsynced_ = true;
};

IOStatus WalFileSystem::watch(const std::string& name, std::unique_ptr<FSWritableFile>* file,
                              IOStatus opened) {
  if (!opened.ok() || !is_wal(name)) return opened;
  auto watched = std::make_unique<WalFile>(std::move(*file), *this);
  const std::lock_guard lock(mutex_);
  open_.insert(watched.get());
  has_new_names_ = true;
  *file = std::move(watched);
  return opened;
}

IOStatus WalFileSystem::sync() {
  const std::lock_guard lock(mutex_);
  // A database has one. Without, nothing would be synced, and nobody would know.
  if (open_.empty()) return IOStatus::IOError(directory_.string(), "no write-ahead log is known");
  for (WalFile* file : open_) {
    const IOStatus status = sync(*file);
    if (!status.ok()) return status;
  }
  return sync_directory();
}

IOStatus WalFileSystem::open_directory() {
  return NewDirectory(directory_.string(), IOOptions(), &opened_directory_, nullptr);
}

IOStatus WalFileSystem::sync_names() {
  const std::lock_guard lock(mutex_);
  return sync_directory();
}

IOStatus WalFileSystem::sync(WalFile& file) {
  if (failure_.ok() && file.take_unsynced()) failure_ = file.sync_file();
  return failure_;
}

IOStatus WalFileSystem::sync_directory() {
  if (failure_.ok() && std::exchange(has_new_names_, false)) {
    failure_ = opened_directory_->Fsync(IOOptions(), nullptr);
  }
  return failure_;
}

WalEnvironment::WalEnvironment(rocksdb::Env* base, std::string directory)
    : EnvWrapper(base),
      directory_(std::move(directory)),
      files_(std::make_shared<WalFileSystem>(base->GetFileSystem(), directory_)) {
  file_system_ = files_;
  system_clock_ = base->GetSystemClock();
}

IOStatus WalEnvironment::sync_existing() {
  std::vector<std::string> names;
  IOStatus status = files_->open_directory();
  if (status.ok()) status = files_->GetChildren(directory_, IOOptions(), &names, nullptr);
  for (const std::string& name : names) {
    const std::string path = directory_ + "/" + name;
    if (!status.ok() || !files_->is_wal(path)) continue;
    std::unique_ptr<FSWritableFile> file;
    status = files_->ReopenWritableFile(path, FileOptions(), &file, nullptr);
    if (status.ok()) status = file->Close(IOOptions(), nullptr);
  }
  return status.ok() ? files_->sync_names() : status;
}

IOStatus WalEnvironment::sync() {
  return files_->sync();
}

}  // namespace tombola::storage

// RocksDB has a lock of its own, but its refusal looks like any other I/O error and cannot say who
// has the directory. So a file "owner" is locked first; it holds the owner's process id as text.
#include "storage/engine/directory_lock.h"

#include <array>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include "storage/engine/engine.h"

namespace tombola::storage {

namespace {

std::string owner_named_in(int file) {
  std::array<char, 32> text{};
  const ssize_t size = ::pread(file, text.data(), text.size(), 0);
  return size > 0 ? "process " + std::string(text.data(), static_cast<std::size_t>(size))
                  : "another process";
}

}  // namespace

DirectoryLock::DirectoryLock(const std::string& directory) {
  const std::string path = directory + "/owner";
  file_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (file_ < 0) {
    throw EngineError(fmt::format("{}: {}", path, std::strerror(errno)));
  }
  if (::flock(file_, LOCK_EX | LOCK_NB) != 0) {
    const int error = errno;
    const std::string owner = owner_named_in(file_);
    ::close(file_);
    if (error == EWOULDBLOCK) {
      throw DirectoryInUse(fmt::format("{}: in use by {}", directory, owner));
    }
    throw EngineError(fmt::format("{}: cannot be locked: {}", path, std::strerror(error)));
  }
  // The id is for people to read; the lock does not depend on it, nor does a full disk matter.
  const std::string id = std::to_string(::getpid());
  if (::ftruncate(file_, 0) == 0) {
    [[maybe_unused]] const ssize_t written = ::pwrite(file_, id.data(), id.size(), 0);
  }
}

DirectoryLock::~DirectoryLock() {
  ::close(file_);
}

}  // namespace tombola::storage

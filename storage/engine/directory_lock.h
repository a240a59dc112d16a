// Keeps a data directory to one process. The lock is on an open file, so that it ends with the
// process however that ends.
#pragma once

#include <string>

namespace tombola::storage {

class DirectoryLock {
 public:
  // Throws DirectoryInUse that names directory and process, or EngineError.
  explicit DirectoryLock(const std::string& directory);
  DirectoryLock(const DirectoryLock&) = delete;
  DirectoryLock& operator=(const DirectoryLock&) = delete;
  ~DirectoryLock();

 private:
  int file_;
};

}  // namespace tombola::storage

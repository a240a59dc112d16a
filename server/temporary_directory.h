// A directory of our own that goes when we do.
#pragma once

#include <filesystem>

namespace tombola::server {

class TemporaryDirectory {
 public:
  TemporaryDirectory();  // throws std::system_error
  ~TemporaryDirectory();
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace tombola::server

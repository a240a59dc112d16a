// A data directory for one measurement, gone with the object.
#pragma once

#include <filesystem>
#include <string>

#include <fmt/format.h>
#include <unistd.h>

namespace tombola::bench {

class DataFolder {
 public:
  DataFolder()
      : path_(std::filesystem::temp_directory_path() /
              fmt::format("tombola-bench-{}-{}", getpid(), next_number())) {
    std::filesystem::remove_all(path_);
  }
  ~DataFolder() { std::filesystem::remove_all(path_); }
  DataFolder(const DataFolder&) = delete;
  DataFolder& operator=(const DataFolder&) = delete;

  std::string path() const { return path_.string(); }

 private:
  static int next_number() {
    static int number = 0;
    return ++number;
  }

  std::filesystem::path path_;
};

}  // namespace tombola::bench

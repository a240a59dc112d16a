// Tells when files change: those named, and what lies directly in folders that are named.
#pragma once

#include <filesystem>
#include <vector>

namespace tombola::cli {

class FileWatch {
 public:
  // What does not exist is not watched. Throws std::system_error when the system allows no more.
  explicit FileWatch(const std::vector<std::filesystem::path>& paths);
  ~FileWatch();
  FileWatch(const FileWatch&) = delete;
  FileWatch& operator=(const FileWatch&) = delete;

  // Waits for a change, and then until nothing has changed for a moment: a tool that writes one
  // file has others to write. False: `stop_descriptor` became readable first.
  bool wait(int stop_descriptor);

 private:
  int descriptor_;
};

}  // namespace tombola::cli

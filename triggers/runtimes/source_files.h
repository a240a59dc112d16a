// The files a handler's code was read from, and whether they have changed since: hot reload costs
// one stat per file and invocation.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace tombola::triggers {

// How a file looked. A file that is not there has its own look.
struct FileStamp {
  std::int64_t modified_ns = -1;
  std::int64_t size_bytes = -1;
  std::int64_t inode = -1;
  bool operator==(const FileStamp&) const = default;

  bool exists() const { return inode >= 0; }
};
FileStamp stamp_of(const std::string& path);

class SourceFiles {
 public:
  SourceFiles() = default;

  void add(std::string path, FileStamp stamp);
  // Any file looks otherwise than when it was added.
  bool changed() const;

  struct File {
    std::string path;
    FileStamp stamp;
  };
  const std::vector<File>& files() const { return files_; }

 private:
  std::vector<File> files_;
};

// The handler's file and what it imports from its own folders, found by reading the texts: every
// file that an import could mean, so rather too many than too few. Not what comes from packages. At
// most limits::handler_source_files_max.
SourceFiles find_javascript_sources(const std::string& handler_file);
// `root`: where the names of modules start; empty: the handler's folder.
SourceFiles find_python_sources(const std::string& handler_file, const std::string& root = {});

}  // namespace tombola::triggers

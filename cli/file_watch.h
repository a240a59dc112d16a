// Tells when files change, also those of a folder that is deleted and made again.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace tombola::cli {

struct WatchedFiles {
  using Paths = std::vector<std::filesystem::path>;
  Paths paths;         // files, and folders with what lies directly in them
  Paths trees = {};    // folders with all that is below, but what is hidden and node_modules
  Paths ignored = {};  // files and folders in those trees that do not count
  bool operator==(const WatchedFiles&) const = default;
};

class FileWatch {
 public:
  // Throws std::system_error when the system allows no more.
  FileWatch();
  ~FileWatch();
  FileWatch(const FileWatch&) = delete;
  FileWatch& operator=(const FileWatch&) = delete;

  // From here on these; what does not exist counts as soon as it does. What has changed of them by now
  // and was watched before still counts. True: something is watched that was not. Throws as above.
  bool follow(WatchedFiles files);

  using Changes = std::set<std::filesystem::path>;
  // Waits for a change, and then until nothing has changed for a moment: a tool that writes one
  // file has others to write. What came and went meanwhile is no change. None: `stop_descriptor`
  // became readable first.
  std::optional<Changes> wait(int stop_descriptor);
  // What has changed since.
  Changes changes();

 private:
  // What matters in a folder that is watched.
  struct Folder {
    std::filesystem::path path;
    bool all = false;   // whatever lies in it
    bool tree = false;  // and below
    std::set<std::string> names = {};
    // Folders on the way to what is watched: where one is gone or there again, other watches hold.
    std::set<std::string> ways = {};
  };

  // What was watched before.
  std::map<int, Folder> watch_all();
  Folder* watch(const std::filesystem::path& folder, std::uint32_t events);
  void watch_way(const std::filesystem::path& folder);
  void watch_tree(const std::filesystem::path& folder);
  bool is_ignored(const std::filesystem::path& path) const;
  void read_events(Changes& changes);
  struct Event {
    int folder;
    std::string name;
    std::uint32_t mask;
  };
  void take(const Event& event, Changes& changes);
  void forget_passing(Changes& changes);

  int descriptor_;
  WatchedFiles files_;
  std::map<int, Folder> folders_;  // by inotify's number
  bool is_outdated_ = false;       // other folders are there than are watched
  Changes newcomers_;              // changes that began with a file that was not there
};

}  // namespace tombola::cli

#include "cli/file_watch.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <iterator>
#include <stdexcept>
#include <system_error>
#include <utility>

#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "deploy/project/project_files.h"

namespace tombola::cli {
namespace {

namespace fs = std::filesystem;
using deploy::is_private;
using deploy::is_within;

// So long nothing happens once a tool has written what it had to.
constexpr int quiet_ms = 150;
// Of a project whose folders are more the rest is not watched.
constexpr std::size_t folders_max = 4096;

// An editor that saves writes the file anew or puts another in its place: either way its folder
// tells.
constexpr std::uint32_t events_on_the_way =
    IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_CREATE | IN_MASK_ADD;
constexpr std::uint32_t events_wanted = events_on_the_way | IN_CLOSE_WRITE;

[[noreturn]] void fail(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

}  // namespace

FileWatch::FileWatch() : descriptor_(inotify_init1(IN_CLOEXEC | IN_NONBLOCK)) {
  if (descriptor_ < 0) {
    fail("inotify");
  }
}

FileWatch::~FileWatch() {
  close(descriptor_);
}

bool FileWatch::follow(WatchedFiles files) {
  files_ = std::move(files);
  const std::map<int, Folder> before = watch_all();
  return std::any_of(folders_.begin(), folders_.end(), [&](const auto& entry) {
    const Folder& now = entry.second;
    const auto found = before.find(entry.first);
    if (found == before.end()) {
      return now.all || !now.names.empty();
    }
    const Folder& then = found->second;
    return (now.all && !then.all) ||
           !std::includes(then.names.begin(), then.names.end(), now.names.begin(), now.names.end());
  });
}

std::map<int, FileWatch::Folder> FileWatch::watch_all() {
  std::map<int, Folder> before = std::exchange(folders_, {});
  is_outdated_ = false;
  for (const fs::path& path : files_.paths) {
    std::error_code ignored;
    const bool is_folder = fs::is_directory(path, ignored);
    const fs::path where = is_folder ? path : path.parent_path();
    watch_way(where);
    if (Folder* folder = watch(where, events_wanted)) {
      if (is_folder) {
        folder->all = true;
      } else {
        folder->names.insert(path.filename().string());
      }
    }
  }
  for (const fs::path& tree : files_.trees) {
    watch_way(tree);
    watch_tree(tree);
  }
  for (const auto& [number, folder] : before) {
    if (!folders_.contains(number)) {
      inotify_rm_watch(descriptor_, number);
    }
  }
  return before;
}

// A folder that somebody is in tells nothing when it is deleted, so those above it do.
void FileWatch::watch_way(const fs::path& folder) {
  for (fs::path part = folder; part.has_relative_path(); part = part.parent_path()) {
    if (Folder* above = watch(part.parent_path(), events_on_the_way)) {
      above->ways.insert(part.filename().string());
    }
  }
}

// Null: it is not there.
FileWatch::Folder* FileWatch::watch(const fs::path& folder, std::uint32_t events) {
  const int number = inotify_add_watch(descriptor_, folder.c_str(), events);
  if (number < 0) {
    if (errno == ENOENT || errno == ENOTDIR || errno == EACCES) {
      return nullptr;
    }
    if (errno == ENOSPC) {
      throw std::runtime_error(
          "the system watches no more folders; raise fs.inotify.max_user_watches (sysctl)");
    }
    fail(folder.c_str());
  }
  Folder& watched = folders_[number];
  watched.path = folder;
  return &watched;
}

void FileWatch::watch_tree(const fs::path& folder) {
  if (folders_.size() >= folders_max || is_ignored(folder)) {
    return;
  }
  Folder* watched = watch(folder, events_wanted);
  if (watched == nullptr || watched->tree) {
    return;
  }
  watched->all = true;
  watched->tree = true;
  std::error_code ignored;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, ignored)) {
    if (entry.symlink_status(ignored).type() == fs::file_type::directory &&
        !is_private(entry.path().filename().string())) {
      watch_tree(entry.path());
    }
  }
}

bool FileWatch::is_ignored(const fs::path& path) const {
  return std::any_of(files_.ignored.begin(), files_.ignored.end(),
                     [&](const fs::path& ignored) { return is_within(path, ignored); });
}

std::optional<FileWatch::Changes> FileWatch::wait(int stop_descriptor) {
  Changes changes;
  for (;;) {
    std::array<pollfd, 2> sources = {{{descriptor_, POLLIN, 0}, {stop_descriptor, POLLIN, 0}}};
    const int ready = poll(sources.data(), sources.size(), changes.empty() ? -1 : quiet_ms);
    if (ready == 0) {
      forget_passing(changes);
      if (!changes.empty()) {
        return changes;
      }
      continue;
    }
    if (ready < 0 && errno != EINTR) {
      fail("poll");
    }
    if (ready > 0 && sources[1].revents != 0) {
      return std::nullopt;
    }
    if (ready > 0 && sources[0].revents != 0) {
      read_events(changes);
    }
  }
}

FileWatch::Changes FileWatch::changes() {
  Changes changes;
  read_events(changes);
  forget_passing(changes);
  return changes;
}

// What editors lay beside a file while they save it has come and gone by now.
void FileWatch::forget_passing(Changes& changes) {
  for (const fs::path& path : std::exchange(newcomers_, {})) {
    std::error_code ignored;
    if (!fs::exists(fs::symlink_status(path, ignored))) {
      changes.erase(path);
    }
  }
}

void FileWatch::read_events(Changes& changes) {
  alignas(inotify_event) std::array<char, 16384> buffer;
  for (ssize_t size; (size = read(descriptor_, buffer.data(), buffer.size())) > 0;) {
    for (std::size_t at = 0; at < static_cast<std::size_t>(size);) {
      inotify_event event;
      std::memcpy(&event, buffer.data() + at, sizeof event);
      const char* name = buffer.data() + at + sizeof event;
      at += sizeof event + event.len;
      if ((event.mask & IN_Q_OVERFLOW) != 0) {
        changes.insert(files_.paths.begin(), files_.paths.end());
        changes.insert(files_.trees.begin(), files_.trees.end());
        is_outdated_ = true;
      } else if (event.len > 0) {
        take({event.wd, name, event.mask}, changes);
      }
    }
  }
  if (is_outdated_) {
    watch_all();
  }
}

void FileWatch::take(const Event& event, Changes& changes) {
  const auto found = folders_.find(event.folder);
  if (found == folders_.end()) {
    return;
  }
  const Folder& folder = found->second;
  const std::string& name = event.name;
  const fs::path path = folder.path / name;
  if (folder.ways.contains(name)) {
    is_outdated_ = true;
    for (const WatchedFiles::Paths* paths : {&files_.paths, &files_.trees}) {
      std::copy_if(paths->begin(), paths->end(), std::inserter(changes, changes.end()),
                   [&](const fs::path& watched) { return is_within(watched, path); });
    }
  }
  const bool matters = (folder.all && !(folder.tree && (is_private(name) || is_ignored(path)))) ||
                       folder.names.contains(name);
  if (!matters) {
    return;
  }
  const bool is_first = changes.insert(path).second;
  if (is_first && !folder.names.contains(name) && (event.mask & (IN_CREATE | IN_MOVED_TO)) != 0) {
    newcomers_.insert(path);
  }
  if (folder.tree && (event.mask & IN_ISDIR) != 0) {
    // One that was moved takes its watches along.
    is_outdated_ = is_outdated_ || (event.mask & IN_MOVED_FROM) != 0;
    if ((event.mask & (IN_CREATE | IN_MOVED_TO)) != 0) {
      watch_tree(path);
    }
  }
}

}  // namespace tombola::cli

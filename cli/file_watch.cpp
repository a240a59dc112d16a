#include "cli/file_watch.h"

#include <array>
#include <cerrno>
#include <system_error>

#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

namespace tombola::cli {
namespace {

namespace fs = std::filesystem;

// So long nothing happens once a tool has written what it had to.
constexpr int quiet_ms = 150;

// An editor that saves writes the file anew or puts another in its place: either way its folder
// tells.
constexpr std::uint32_t changes = IN_CLOSE_WRITE | IN_MOVED_TO | IN_DELETE | IN_CREATE;

[[noreturn]] void fail(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

}  // namespace

FileWatch::FileWatch(const std::vector<fs::path>& paths)
    : descriptor_(inotify_init1(IN_CLOEXEC | IN_NONBLOCK)) {
  if (descriptor_ < 0) {
    fail("inotify");
  }
  for (const fs::path& path : paths) {
    std::error_code ignored;
    const fs::path folder = fs::is_directory(path, ignored) ? path : path.parent_path();
    if (inotify_add_watch(descriptor_, folder.c_str(), changes) < 0 && errno != ENOENT) {
      const int error = errno;
      close(descriptor_);
      errno = error;
      fail(folder.c_str());
    }
  }
}

FileWatch::~FileWatch() {
  close(descriptor_);
}

bool FileWatch::wait(int stop_descriptor) {
  bool changed = false;
  for (;;) {
    std::array<pollfd, 2> sources = {{{descriptor_, POLLIN, 0}, {stop_descriptor, POLLIN, 0}}};
    const int ready = poll(sources.data(), sources.size(), changed ? quiet_ms : -1);
    if (ready == 0) {
      return true;
    }
    if (ready < 0 && errno != EINTR) {
      fail("poll");
    }
    if (sources[1].revents != 0) {
      return false;
    }
    if (ready > 0 && sources[0].revents != 0) {
      changed = true;
      std::array<char, 4096> events{};
      while (read(descriptor_, events.data(), events.size()) > 0) {
      }
    }
  }
}

}  // namespace tombola::cli

#include "cli/stop_signal.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace tombola::cli {
namespace {

// What a shell reports for a process that Ctrl-C ended.
constexpr int exit_code_interrupted = 130;

// A signal handler reaches nothing but globals.
volatile std::sig_atomic_t signals_seen = 0;
volatile std::sig_atomic_t write_end = -1;

extern "C" void stop_signal_came(int) {
  const int saved_errno = errno;
  signals_seen = signals_seen + 1;
  if (signals_seen > 1) {
    _exit(exit_code_interrupted);
  }
  const char byte = 0;
  [[maybe_unused]] const ssize_t written = ::write(write_end, &byte, 1);
  errno = saved_errno;
}

}  // namespace

StopSignal::StopSignal() {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) {
    throw std::system_error(errno, std::generic_category(), "pipe");
  }
  read_end_ = ends[0];
  write_end = ends[1];

  struct sigaction action {};
  action.sa_handler = stop_signal_came;
  sigemptyset(&action.sa_mask);
  action.sa_flags = SA_RESTART;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);

  struct sigaction ignore {};
  ignore.sa_handler = SIG_IGN;
  sigaction(SIGPIPE, &ignore, nullptr);
}

void StopSignal::wait() {
  char byte = 0;
  while (::read(read_end_, &byte, 1) < 0 && errno == EINTR) {
  }
}

WhenStopped::WhenStopped(const StopSignal& signal, std::function<void()> work)
    : ended_(eventfd(0, EFD_CLOEXEC)) {
  if (!ended_.valid()) {
    throw std::system_error(errno, std::generic_category(), "eventfd");
  }
  thread_ = std::thread([stop = signal.descriptor(), ended = ended_.get(), work = std::move(work)] {
    std::array<pollfd, 2> sources = {{{stop, POLLIN, 0}, {ended, POLLIN, 0}}};
    while (poll(sources.data(), sources.size(), -1) < 0 && errno == EINTR) {
    }
    if (sources[0].revents != 0) {
      work();
    }
  });
}

WhenStopped::~WhenStopped() {
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = ::write(ended_.get(), &one, sizeof one);
  thread_.join();
}

}  // namespace tombola::cli

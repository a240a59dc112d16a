// How a child never outlives the server, even after kill -9 of the server. Two nets, because each
// has a hole:
//
// - The child asks the kernel for SIGKILL when its parent dies (PR_SET_PDEATHSIG). That works even
//   while a handler computes without end, but reaches this one process only, not what it has
//   started itself. The kernel counts the *thread* that started the child as its parent. All
//   children are started on the event loop's one thread, which lives as long as the server.
// - The child holds the read end of a pipe (fd 3) whose only write end is here. Our bootstraps
//   watch it and then kill their whole process group, but a Node handler that blocks its event
//   loop does not get to see it.
//
// When the server ends in order, end() kills the whole group.
#include "triggers/runtimes/child_process.h"

#include <array>
#include <cctype>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstddef>
#include <cstring>
#include <optional>
#include <system_error>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "dynamodb/limits.h"
#include "http/file_descriptor.h"
#include "triggers/runtimes/line_cutter.h"

namespace tombola::triggers {

namespace asio = boost::asio;
using http::FileDescriptor;

namespace {

constexpr int death_fd = 3;  // the bootstraps know the number
constexpr int failure_fd = 4;

FileDescriptor checked(int fd, const char* what) {
  if (fd < 0) throw std::system_error(errno, std::generic_category(), what);
  return FileDescriptor(fd);
}

struct Pipe {
  FileDescriptor read_end;
  FileDescriptor write_end;
};

// Closes on exec. Moved above the numbers that the child gives its own descriptors, so that none of
// its dup2() calls overwrites one that a later call needs.
FileDescriptor out_of_the_way(FileDescriptor fd) {
  return checked(fcntl(fd.get(), F_DUPFD_CLOEXEC, failure_fd + 1), "fcntl");
}

Pipe make_pipe() {
  std::array<int, 2> ends;
  if (pipe2(ends.data(), O_CLOEXEC) != 0) {
    throw std::system_error(errno, std::generic_category(), "pipe");
  }
  FileDescriptor read_end(ends[0]);
  FileDescriptor write_end(ends[1]);
  return {out_of_the_way(std::move(read_end)), out_of_the_way(std::move(write_end))};
}

// Everything the child needs between vfork() and exec, laid out before.
struct ChildPlan {
  const char* directory;
  char* const* arguments;
  char* const* environment;
  int input;
  int output;
  int death;
  int failure;
  pid_t parent;
};

// By system calls, since glibc keeps two real-time signals for itself, and refuses to reset them
// even where our own parent had them ignored.
void reset_signals() {
  // The kernel's struct sigaction, whose mask has a bit per signal, is all zero for SIG_DFL.
  constexpr std::size_t mask_bytes = (NSIG - 1) / 8;
  constexpr std::array<unsigned long, 3 + mask_bytes / sizeof(unsigned long)> standard = {};
  for (int signal = 1; signal < NSIG; ++signal) {
    syscall(SYS_rt_sigaction, signal, standard.data(), nullptr, mask_bytes);
  }
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
}

void close_from(int first) {
  if (close_range(static_cast<unsigned>(first), ~0U, 0) == 0) return;
  const long open_max = sysconf(_SC_OPEN_MAX);
  for (int fd = first; fd < open_max; ++fd) close(fd);
}

// In the child, on the parent's memory and stack: only system calls, nothing that allocates or
// locks.
[[noreturn]] __attribute__((noinline)) void become_program(const ChildPlan& plan) {
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != plan.parent) _exit(127);  // it died before the kernel knew of our wish
  int failure = plan.failure;
  if (dup2(plan.input, STDIN_FILENO) >= 0 && dup2(plan.output, STDOUT_FILENO) >= 0 &&
      dup2(plan.output, STDERR_FILENO) >= 0 && dup2(plan.death, death_fd) >= 0 &&
      dup3(plan.failure, failure_fd, O_CLOEXEC) >= 0 && chdir(plan.directory) == 0) {
    failure = failure_fd;
    close_from(failure_fd + 1);
    reset_signals();
    execve(plan.arguments[0], plan.arguments, plan.environment);
  }
  const int reason = errno;
  [[maybe_unused]] const ssize_t written = write(failure, &reason, sizeof reason);
  _exit(127);
}

// vfork, not fork: the server's page tables can be large, and copying them would stop its event
// loop for milliseconds. No signal handler may run on the shared memory meanwhile.
__attribute__((noinline)) pid_t start(const ChildPlan& plan) {
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  const pid_t pid = vfork();
  if (pid == 0) become_program(plan);
  const int reason = errno;
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  errno = reason;
  return pid;
}

// The pointers lead into `strings`.
std::vector<char*> pointers_to(std::vector<std::string>& strings) {
  std::vector<char*> pointers;
  for (std::string& text : strings) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

pid_t spawn(const ChildProcess::Command& command, int output, int death) {
  std::vector<std::string> arguments = command.arguments;
  std::vector<std::string> variables;
  for (const auto& [name, value] : command.environment) variables.push_back(name + "=" + value);
  const std::vector<char*> argument_pointers = pointers_to(arguments);
  const std::vector<char*> variable_pointers = pointers_to(variables);
  const FileDescriptor input =
      out_of_the_way(checked(open("/dev/null", O_RDONLY | O_CLOEXEC), "/dev/null"));
  Pipe failure = make_pipe();

  const ChildPlan plan{.directory = command.directory.c_str(),
                       .arguments = argument_pointers.data(),
                       .environment = variable_pointers.data(),
                       .input = input.get(),
                       .output = output,
                       .death = death,
                       .failure = failure.write_end.get(),
                       .parent = getpid()};
  const pid_t pid = start(plan);
  if (pid < 0) throw std::system_error(errno, std::generic_category(), "fork");

  // Ends at exec, which closes the child's end; or brings the reason why there was no exec.
  failure.write_end.reset();
  int reason = 0;
  ssize_t size;
  do {
    size = read(failure.read_end.get(), &reason, sizeof reason);
  } while (size < 0 && errno == EINTR);
  if (size == 0) return pid;
  while (waitpid(pid, nullptr, 0) < 0 && errno == EINTR) {
  }
  throw std::system_error(reason, std::generic_category(), command.arguments[0]);
}

}  // namespace

struct ChildProcess::State : std::enable_shared_from_this<ChildProcess::State> {
  State(asio::io_context& context, OnLine line, OnExit exit)
      : output(context), end_signal(context), on_line(std::move(line)), on_exit(std::move(exit)) {}

  void read_output(bool until_empty);
  void wait_for_output();
  void wait_for_end();
  void kill_group() const;
  Exit reap();

  pid_t pid = -1;
  bool reaped = false;
  asio::posix::stream_descriptor output;
  asio::posix::stream_descriptor end_signal;  // a pidfd: readable once the process has ended
  FileDescriptor death_pipe;
  FileDescriptor memory_file;  // /proc/<pid>/statm
  LineCutter lines;
  OnLine on_line;
  OnExit on_exit;
};

ChildProcess::ChildProcess(http::EventLoop& loop, const Command& command, OnLine on_line,
                           OnExit on_exit)
    : state_(std::make_shared<State>(loop.context(), std::move(on_line), std::move(on_exit))) {
  Pipe output = make_pipe();
  Pipe death = make_pipe();
  fcntl(output.read_end.get(), F_SETFL, O_NONBLOCK);
  state_->pid = spawn(command, output.write_end.get(), death.read_end.get());

  // glibc 2.36 declares pidfd_open() without C linkage.
  FileDescriptor pidfd(static_cast<int>(syscall(SYS_pidfd_open, state_->pid, 0)));
  if (!pidfd.valid()) {
    const int reason = errno;
    end();
    throw std::system_error(reason, std::generic_category(), "pidfd_open");
  }
  state_->death_pipe = std::move(death.write_end);
  state_->output.assign(output.read_end.release());
  state_->end_signal.assign(pidfd.release());
  const std::string memory_file = "/proc/" + std::to_string(state_->pid) + "/statm";
  state_->memory_file.reset(open(memory_file.c_str(), O_RDONLY | O_CLOEXEC));
  state_->wait_for_output();
  state_->wait_for_end();
}

ChildProcess::~ChildProcess() {
  end();
}

void ChildProcess::drain_output() {
  state_->read_output(true);
  state_->lines.flush(state_->on_line);
}

void ChildProcess::kill() {
  if (!state_->reaped) state_->kill_group();
}

void ChildProcess::end() {
  if (!state_->reaped) {
    state_->kill_group();
    state_->reap();
  }
  boost::system::error_code ignored;
  state_->output.close(ignored);
  state_->end_signal.close(ignored);
}

pid_t ChildProcess::pid() const {
  return state_->pid;
}

int ChildProcess::memory_mb() const {
  std::array<char, 128> text{};
  if (pread(state_->memory_file.get(), text.data(), text.size() - 1, 0) <= 0) return 0;
  const char* second_field = std::strchr(text.data(), ' ');  // pages: size resident shared ...
  if (second_field == nullptr) return 0;
  static const long page_bytes = sysconf(_SC_PAGESIZE);
  return static_cast<int>(std::strtol(second_field, nullptr, 10) * page_bytes / 1'048'576);
}

// Reads what is there. `until_empty`: as much as the pipe has; else one turn's worth, so that a
// process that never stops writing does not keep the loop to itself.
void ChildProcess::State::read_output(bool until_empty) {
  if (!output.is_open()) return;
  std::array<char, 65536> buffer;
  std::size_t taken = 0;
  const std::size_t taken_max = until_empty ? limits::process_output_turn_bytes_max : buffer.size();
  while (taken < taken_max) {
    const ssize_t size = ::read(output.native_handle(), buffer.data(), buffer.size());
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return;  // EAGAIN: nothing more for now
    if (size == 0) {
      lines.flush(on_line);
      boost::system::error_code ignored;
      output.close(ignored);
      return;
    }
    taken += static_cast<std::size_t>(size);
    lines.append({buffer.data(), static_cast<std::size_t>(size)}, on_line);
  }
}

void ChildProcess::State::wait_for_output() {
  output.async_wait(asio::posix::stream_descriptor::wait_read,
                    [weak = weak_from_this()](boost::system::error_code error) {
                      const auto self = weak.lock();
                      if (error || !self) return;
                      self->read_output(false);
                      if (self->output.is_open()) self->wait_for_output();
                    });
}

void ChildProcess::State::wait_for_end() {
  end_signal.async_wait(asio::posix::stream_descriptor::wait_read,
                        [weak = weak_from_this()](boost::system::error_code error) {
                          const auto self = weak.lock();
                          if (error || !self || self->reaped) return;
                          self->kill_group();  // what it has left behind
                          const Exit exit = self->reap();
                          self->read_output(true);
                          self->lines.flush(self->on_line);
                          boost::system::error_code ignored;
                          self->output.close(ignored);
                          self->end_signal.close(ignored);
                          self->on_exit(exit);
                        });
}

// Only before the process is reaped: until then nobody else can get its number. It may have left
// its group, so it is named as well.
void ChildProcess::State::kill_group() const {
  ::kill(-pid, SIGKILL);
  ::kill(pid, SIGKILL);
}

ChildProcess::Exit ChildProcess::State::reap() {
  Exit exit;
  while (waitpid(pid, &exit.status, 0) < 0 && errno == EINTR) {
  }
  reaped = true;
  death_pipe.reset();
  return exit;
}

std::string ChildProcess::Exit::description() const {
  if (WIFEXITED(status)) {
    const int code = WEXITSTATUS(status);
    return code == 0 ? "" : "exit status " + std::to_string(code);
  }
  const char* name = sigdescr_np(WTERMSIG(status));
  std::string text = name != nullptr ? name : "signal " + std::to_string(WTERMSIG(status));
  for (char& letter : text) {
    letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
  }
  return "signal: " + text + (WCOREDUMP(status) ? " (core dumped)" : "");
}

}  // namespace tombola::triggers

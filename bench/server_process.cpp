#include "bench/server_process.h"

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <numeric>
#include <sstream>
#include <stdexcept>
#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "http/client.h"

extern char** environ;

namespace tombola::bench {
namespace {

// Of lines that nobody has asked for yet.
constexpr std::size_t lines_kept_max = 10'000;

constexpr std::chrono::seconds start_timeout(30);
constexpr std::chrono::microseconds between_looks(200);

std::uint16_t free_port() {
  boost::asio::io_context io;
  const boost::asio::ip::tcp::acceptor acceptor(io, {boost::asio::ip::address_v4::loopback(), 0});
  return acceptor.local_endpoint().port();
}

std::vector<std::string> serve_command(const std::string& binary,
                                       const std::vector<std::string>& arguments) {
  std::vector<std::string> command = {binary, "serve", "--port", "{port}"};
  command.insert(command.end(), arguments.begin(), arguments.end());
  return command;
}

}  // namespace

ServerProcess::ServerProcess(std::vector<std::string> command, const std::string& folder)
    : port_(free_port()) {
  for (std::string& word : command) {
    if (word == "{port}") {
      word = std::to_string(port_);
    }
  }
  const auto before = std::chrono::steady_clock::now();
  try {
    start(std::move(command), folder);
    wait_for_answer();
  } catch (...) {
    end();
    throw;
  }
  ready_ms_ =
      std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - before).count();
}

ServerProcess::ServerProcess(const std::string& binary, const std::vector<std::string>& arguments)
    : ServerProcess(serve_command(binary, arguments)) {}

void ServerProcess::start(std::vector<std::string> command, const std::string& folder) {
  std::vector<char*> argv;
  for (std::string& word : command) {
    argv.push_back(word.data());
  }
  argv.push_back(nullptr);

  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) {
    throw std::runtime_error("no pipe");
  }
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO);
  if (!folder.empty()) {
    posix_spawn_file_actions_addchdir_np(&actions, folder.c_str());
  }
  const int error = posix_spawnp(&pid_, argv[0], &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  output_ = fdopen(ends[0], "r");
  if (error != 0) {
    throw std::runtime_error(command.front() + " cannot be started");
  }
  reader_ = std::thread([this] { read_output(); });
}

void ServerProcess::wait_for_answer() const {
  const auto deadline = std::chrono::steady_clock::now() + start_timeout;
  for (;;) {
    try {
      http::Client("127.0.0.1", port_).get("/");
      return;
    } catch (const http::ClientError& error) {
      if (has_ended() || std::chrono::steady_clock::now() > deadline) {
        throw std::runtime_error(std::string("a server did not start: ") + error.what() + "\n" +
                                 printed());
      }
    }
    std::this_thread::sleep_for(between_looks);
  }
}

std::string ServerProcess::printed() const {
  const std::lock_guard lock(mutex_);
  return std::accumulate(lines_.begin(), lines_.end(), std::string());
}

bool ServerProcess::has_ended() const {
  const std::lock_guard lock(mutex_);
  return ended_;
}

ServerProcess::~ServerProcess() {
  end();
}

void ServerProcess::end() {
  if (pid_ > 0) {
    kill(pid_, SIGTERM);
    waitpid(pid_, nullptr, 0);
  }
  if (reader_.joinable()) {
    reader_.join();
  }
  if (output_ != nullptr) {
    std::fclose(output_);
  }
}

double ServerProcess::resident_mb() const {
  std::ifstream status("/proc/" + std::to_string(pid_) + "/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmRSS:")) {
      return std::stod(line.substr(6)) / 1024.0;
    }
  }
  return 0;
}

double ServerProcess::processor_ms() const {
  std::ifstream stat("/proc/" + std::to_string(pid_) + "/stat");
  std::string text;
  std::getline(stat, text);
  std::istringstream fields(text.substr(text.rfind(')') + 2));
  // utime and stime are the 14th and 15th fields, the state the third.
  std::string skipped;
  for (int field = 3; field < 14; ++field) {
    fields >> skipped;
  }
  double user = 0, system = 0;
  fields >> user >> system;
  return (user + system) * 1000.0 / static_cast<double>(sysconf(_SC_CLK_TCK));
}

void ServerProcess::read_output() {
  char* buffer = nullptr;
  std::size_t capacity = 0;
  while (getline(&buffer, &capacity, output_) >= 0) {
    const std::lock_guard lock(mutex_);
    lines_.emplace_back(buffer);
    if (lines_.size() > lines_kept_max) {
      lines_.pop_front();
    }
    printed_.notify_one();
  }
  std::free(buffer);
  const std::lock_guard lock(mutex_);
  ended_ = true;
  printed_.notify_one();
}

std::string ServerProcess::next_line_with(const std::string& text) {
  std::unique_lock lock(mutex_);
  for (;;) {
    printed_.wait(lock, [this] { return !lines_.empty() || ended_; });
    if (lines_.empty()) {
      throw std::runtime_error("the server ended without a line with " + text);
    }
    const std::string line = std::move(lines_.front());
    lines_.pop_front();
    if (line.find(text) != std::string::npos) {
      return line;
    }
  }
}

}  // namespace tombola::bench

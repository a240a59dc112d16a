#include "bench/server_process.h"

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace tombola::bench {

ServerProcess::ServerProcess(const std::string& binary, const std::vector<std::string>& arguments) {
  std::vector<std::string> words = {binary, "serve", "--port", "0"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words) {
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
  const auto start = std::chrono::steady_clock::now();
  const int error = posix_spawn(&pid_, binary.c_str(), &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  output_ = fdopen(ends[0], "r");
  if (error != 0) {
    throw std::runtime_error(binary + " cannot be started");
  }
  const std::string line = next_line_with("TOMBOLA_READY");
  ready_ms_ =
      std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
  port_ = static_cast<std::uint16_t>(std::stoi(line.substr(line.find("port=") + 5)));
}

ServerProcess::~ServerProcess() {
  if (pid_ > 0) {
    kill(pid_, SIGTERM);
    waitpid(pid_, nullptr, 0);
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

std::string ServerProcess::next_line_with(const std::string& text) {
  char* buffer = nullptr;
  std::size_t capacity = 0;
  std::string found;
  while (getline(&buffer, &capacity, output_) >= 0) {
    if (std::string(buffer).find(text) != std::string::npos) {
      found = buffer;
      break;
    }
  }
  std::free(buffer);
  if (found.empty()) {
    throw std::runtime_error("the server ended without a line with " + text);
  }
  return found;
}

}  // namespace tombola::bench

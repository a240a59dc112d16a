// The subcommands that ask a server that runs already: idle, clock, invocations, replay and why.
// Each is one call of an endpoint under /_tombola/ (server/admin.h) and prints its answer.
#pragma once

#include <cstdint>
#include <string>

#include "http/message.h"

namespace CLI {
class App;
}

namespace tombola::cli {

// Adds the subcommands; the rest is for after the parse.
class AdminCommands {
 public:
  explicit AdminCommands(CLI::App& app);
  ~AdminCommands();

  // Whether the command line said one of them.
  bool given() const;
  // Prints the answer, indented; 0, or 1 when the server refuses, is not idle, or is not there.
  // Throws server::FlagError for what CLI11 does not check.
  int run() const;

 private:
  CLI::App* add(CLI::App& app, const std::string& name, const std::string& help);
  http::Request request() const;
  http::Request clock_request() const;
  http::Request replay_request() const;
  http::Request why_request() const;

  CLI::App* idle_;
  CLI::App* clock_;
  CLI::App* invocations_;
  CLI::App* replay_;
  CLI::App* why_;

  std::string endpoint_;
  int timeout_seconds_ = 0;
  std::string clock_change_;
  std::string clock_value_;
  std::string request_id_;
  std::string function_;
  std::string mapping_;
  int limit_ = 0;
  std::string from_;
  std::string to_;
  std::string shard_;
  int batches_ = 0;
  std::string table_;
  std::string key_;
  std::string sequence_;
};

}  // namespace tombola::cli

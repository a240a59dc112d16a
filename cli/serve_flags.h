// The flags of `tombola serve`, and of `tombola dev`, which has a project besides.
#pragma once

#include <string>
#include <vector>

#include "cli/dev.h"
#include "server/options.h"

namespace CLI {
class App;
}

namespace tombola::cli {

// Adds the subcommand; options() is for after the parse.
class ServeFlags {
 public:
  enum class Command { Serve, Dev };
  ServeFlags(CLI::App& app, Command command);

  // Whether the command line said it.
  bool given() const;
  // Of dev: the project, the working directory by default, and how it is run.
  DevOptions dev_options() const { return {project_, runs_bundles_}; }
  // Throws server::FlagError for what CLI11 does not check.
  server::Options options() const;

 private:
  void add_listening();
  void add_callers();
  void add_storage();
  void add_manners();
  void add_streams();
  void add_handlers();
  void add_repeatable(const char* name, std::vector<std::string>& values, const char* type,
                      const char* help);

  void add_project();

  const bool is_dev_;
  CLI::App* command_;
  std::string project_ = ".";
  bool quiet_ = false;
  bool runs_bundles_ = false;
  server::Options options_;  // what CLI11 can write itself
  std::string data_directory_;
  bool in_memory_ = false;
  std::string durability_ = "process";
  std::string cache_;
  std::string log_max_;
  std::string auth_file_;
  std::string isolation_;
  int timeout_seconds_ = 3;
  std::vector<std::string> triggers_;
  std::vector<std::string> routes_;
  std::vector<std::string> environment_;
  std::vector<std::string> inspected_;
};

}  // namespace tombola::cli

// tombola: the command line. Exit codes: 0 done, 1 it could not be done, 2 it was asked for
// wrongly.
#include <algorithm>
#include <exception>
#include <functional>
#include <iostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>

#include "cli/admin_commands.h"
#include "cli/dev.h"
#include "cli/serve.h"
#include "cli/serve_flags.h"
#include "cli/usage.h"
#include "server/flag_values.h"

namespace {

constexpr int exit_code_failed = 1;
constexpr int exit_code_usage = 2;

constexpr const char* where_to_begin =
    R"(  tombola dev                 serve the CDK or SAM app of this folder
  tombola serve --in-memory   serve DynamoDB with nothing in it
  tombola serve --help        tell what a command takes
)";
tombola::cli::CommandWords words_of(const CLI::App& command, const std::string& name) {
  tombola::cli::CommandWords words{name, {}};
  for (const CLI::Option* option : command.get_options()) {
    for (const std::string& flag : option->get_lnames()) {
      words.flags.push_back("--" + flag);
    }
  }
  return words;
}

// What the parser says of it, or better.
std::string usage_text(const CLI::ParseError& error, const CLI::App& app, int argc, char** argv) {
  const std::vector<std::string> left = app.remaining(true);
  const auto first = std::find_if(argv + 1, argv + argc, [&](const char* argument) {
    return std::find(left.begin(), left.end(), argument) != left.end();
  });
  const bool is_unexpected = error.get_exit_code() == static_cast<int>(CLI::ExitCodes::ExtrasError);
  if (!is_unexpected || first == argv + argc) {
    return error.what();
  }
  std::vector<tombola::cli::CommandWords> commands = {words_of(app, "")};
  for (const CLI::App* one : app.get_subcommands([](const CLI::App* /*one*/) { return true; })) {
    commands.push_back(words_of(*one, one->get_name()));
  }
  const std::vector<CLI::App*> given = app.get_subcommands();
  return tombola::cli::unexpected_text(*first, given.empty() ? "" : given[0]->get_name(), commands);
}

int usage_error(std::string_view message, const std::string& help_of) {
  std::cerr << "tombola: " << message << "; see tombola " << help_of << (help_of.empty() ? "" : " ")
            << "--help\n";
  return exit_code_usage;
}

// What the command line asks for. The parser, with every flag and its help, is gone when it is done:
// a server need not keep them in memory.
struct Command {
  std::function<int()> run;
  std::string name;  // of a subcommand; empty: argv[1] is none
};

Command command_of(int argc, char** argv) {
  CLI::App app("DynamoDB, its streams and Lambda triggers on your machine", "tombola");
  app.footer(where_to_begin);
  app.require_subcommand(0, 1);  // what follows one is no other: tombola clock advance idle
  app.set_version_flag("--version", "tombola " TOMBOLA_VERSION);
  using tombola::cli::ServeFlags;
  const ServeFlags serve(app, ServeFlags::Command::Serve);
  const ServeFlags dev(app, ServeFlags::Command::Dev);
  const tombola::cli::AdminCommands admin(app);

  const std::string first = argc > 1 ? argv[1] : "";
  const auto all = app.get_subcommands([](const CLI::App* /*one*/) { return true; });
  const bool is_subcommand = std::any_of(
      all.begin(), all.end(), [&](const CLI::App* one) { return one->get_name() == first; });
  const auto command = [&](std::function<int()> run) {
    return Command{std::move(run), is_subcommand ? first : ""};
  };
  const auto done = [&](int exit_code) { return command([=] { return exit_code; }); };
  try {
    app.parse(argc, argv);
    if (admin.given()) {
      return done(admin.run());
    }
    if (dev.given()) {
      return command([options = dev.options(), dev_options = dev.dev_options()] {
        return tombola::cli::dev(options, dev_options);
      });
    }
    if (serve.given()) {
      return command([options = serve.options()] { return tombola::cli::serve(options); });
    }
    std::cout << app.help();
    return done(0);
  } catch (const CLI::ParseError& error) {
    // --help and --version come this way, too.
    return done(error.get_exit_code() == 0
                    ? app.exit(error)
                    : usage_error(usage_text(error, app, argc, argv), is_subcommand ? first : ""));
  } catch (const tombola::server::FlagError& error) {
    return done(usage_error(error.what(), is_subcommand ? first : ""));
  }
}

}  // namespace

int main(int argc, char** argv) {
  Command command;
  try {
    command = command_of(argc, argv);
    return command.run();
  } catch (const tombola::server::FlagError& error) {
    return usage_error(error.what(), command.name);
  } catch (const std::exception& error) {
    std::cerr << "tombola: " << error.what() << '\n';
    return exit_code_failed;
  }
}

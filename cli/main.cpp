// tombola: the command line. Exit codes: 0 done, 1 it could not be done, 2 it was asked for
// wrongly.
#include <algorithm>
#include <exception>
#include <iostream>
#include <string>
#include <string_view>

#include <CLI/CLI.hpp>

#include "cli/admin_commands.h"
#include "cli/dev.h"
#include "cli/serve.h"
#include "cli/serve_flags.h"
#include "server/flag_values.h"

namespace {

constexpr int exit_code_failed = 1;
constexpr int exit_code_usage = 2;

int usage_error(std::string_view message, const CLI::App& app, const std::string& subcommand) {
  const auto all = app.get_subcommands([](const CLI::App* /*one*/) { return true; });
  const bool has_help = std::any_of(
      all.begin(), all.end(), [&](const CLI::App* one) { return one->get_name() == subcommand; });
  std::cerr << "tombola: " << message << "; see tombola " << (has_help ? subcommand + " " : "")
            << "--help\n";
  return exit_code_usage;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("DynamoDB, its streams and Lambda triggers on your machine", "tombola");
  app.require_subcommand(0, 1);  // what follows one is no other: tombola clock advance idle
  app.set_version_flag("--version", "tombola " TOMBOLA_VERSION);
  using tombola::cli::ServeFlags;
  const ServeFlags serve(app, ServeFlags::Command::Serve);
  const ServeFlags dev(app, ServeFlags::Command::Dev);
  const tombola::cli::AdminCommands admin(app);

  const std::string subcommand = argc > 1 ? argv[1] : "";
  try {
    app.parse(argc, argv);
    if (admin.given()) {
      return admin.run();
    }
    if (dev.given()) {
      return tombola::cli::dev(dev.options(), dev.dev_options());
    }
    if (!serve.given()) {
      std::cout << app.help();
      return 0;
    }
    return tombola::cli::serve(serve.options());
  } catch (const CLI::ParseError& error) {
    // --help and --version come this way, too.
    return error.get_exit_code() == 0 ? app.exit(error)
                                      : usage_error(error.what(), app, subcommand);
  } catch (const tombola::server::FlagError& error) {
    return usage_error(error.what(), app, subcommand);
  } catch (const std::exception& error) {
    std::cerr << "tombola: " << error.what() << '\n';
    return exit_code_failed;
  }
}

// tombola: the command line. Exit codes: 0 done, 1 it could not be done, 2 it was asked for
// wrongly.
#include <exception>
#include <iostream>
#include <string_view>

#include <CLI/CLI.hpp>

#include "cli/admin_commands.h"
#include "cli/serve.h"
#include "cli/serve_flags.h"
#include "server/flag_values.h"

namespace {

constexpr int exit_code_failed = 1;
constexpr int exit_code_usage = 2;

int usage_error(std::string_view message, bool about_serve) {
  std::cerr << "tombola: " << message << "; see tombola "
            << (about_serve ? "serve --help" : "--help") << '\n';
  return exit_code_usage;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("DynamoDB, its streams and Lambda triggers on your machine", "tombola");
  app.require_subcommand(0, 1);  // what follows one is no other: tombola clock advance idle
  app.set_version_flag("--version", "tombola " TOMBOLA_VERSION);
  const tombola::cli::ServeFlags serve(app);
  const tombola::cli::AdminCommands admin(app);

  const bool about_serve = argc > 1 && std::string_view(argv[1]) == "serve";
  try {
    app.parse(argc, argv);
    if (admin.given()) {
      return admin.run();
    }
    if (!serve.given()) {
      std::cout << app.help();
      return 0;
    }
    return tombola::cli::serve(serve.options());
  } catch (const CLI::ParseError& error) {
    // --help and --version come this way, too.
    return error.get_exit_code() == 0 ? app.exit(error) : usage_error(error.what(), about_serve);
  } catch (const tombola::server::FlagError& error) {
    return usage_error(error.what(), about_serve);
  } catch (const std::exception& error) {
    std::cerr << "tombola: " << error.what() << '\n';
    return exit_code_failed;
  }
}

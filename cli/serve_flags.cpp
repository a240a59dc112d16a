#include "cli/serve_flags.h"

#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "dynamodb/limits.h"
#include "server/flag_values.h"

namespace tombola::cli {
namespace {

constexpr const char* handler_help =
    R"(--trigger, --http, --env, --inspect and --allow-origin may be given several
times.

HANDLER is a .ts, .js, .mjs, .cjs or .py file, with ":export" if the function in
it is not called "handler"; or builtin:log, which prints every inserted item and
needs no Node.

OPTIONs of a trigger are settings of an event source mapping:
  batch-size=N  batching-window=SECONDS  parallelization-factor=N
  retry-attempts=N  record-age=SECONDS  tumbling-window=SECONDS
  bisect  report-batch-item-failures  starting-position=TRIM_HORIZON|LATEST
  filter={"eventName":["INSERT"]}, several of which are alternatives
  @FILE, JSON with AWS's own names: {"BatchSize":10,"FilterCriteria":...}

  tombola serve --trigger 'Orders=on-order.ts,retry-attempts=3,bisect'
  tombola serve --http 'GET /raffle=api-handler.ts' --env TABLE_NAME=RaffleTable \
      --trigger RaffleTable=dynamo-stream-handler.ts
)";

constexpr const char* project_help =
    R"(PATH is a CDK project, a cdk.out, a template of CloudFormation or SAM, a
tombola.json (docs/dev.md), or a folder with one of them; the working directory
by default. The app of a CDK project (cdk.json) is run as cdk synth runs it,
again when its sources change. Functions run from the files where they are: what
you save takes hold at the next request. When a stack changes it is brought to
what it shall be, and what was added (+), changed (~) and removed (-) is shown.

  tombola dev
  tombola dev cdk.out
  tombola dev template.yaml --in-memory
)";

// Node's own.
constexpr int first_inspect_port = 9229;

// A flag with its value's name; CLI11's own adds its checks and exclusions, which are told in
// words.
class HelpFormatter : public CLI::Formatter {
 public:
  HelpFormatter() { column_width(28); }

  std::string make_option_opts(const CLI::Option* option) const override {
    return option->get_type_size() == 0 ? std::string() : " " + option->get_type_name();
  }
};

// A check whose wording stays out of the help text.
CLI::Validator quiet(CLI::Validator check) {
  return check.description("");
}

// What a value parser refuses, with the flag it belongs to.
template <typename Parse>
auto parse_value(std::string_view flag, const std::string& value, Parse parse) {
  try {
    return parse(value);
  } catch (const server::FlagError& error) {
    throw server::FlagError(fmt::format("{}: {}", flag, error.what()));
  }
}

server::AccessKeys read_keys(const std::string& path) {
  try {
    return server::read_access_keys(path);
  } catch (const server::AccessKeysError& error) {
    throw server::FlagError(error.what());
  }
}

}  // namespace

ServeFlags::ServeFlags(CLI::App& app, Command command)
    : is_dev_(command == Command::Dev),
      command_(command == Command::Serve
                   ? app.add_subcommand("serve", "Start the server")
                   : app.add_subcommand("dev",
                                        "Start the server with a project on it, and follow "
                                        "it")) {
  command_->formatter(std::make_shared<HelpFormatter>());
  command_->footer(command == Command::Serve ? handler_help : project_help);
  if (command == Command::Dev) {
    add_project();
  }
  add_listening();
  add_callers();
  add_storage();
  add_manners();
  add_streams();
  add_handlers();
}

void ServeFlags::add_project() {
  command_->add_option("PATH", project_, "The project")->type_name("");
  command_->add_flag("--quiet", quiet_,
                     "Only what handlers write and what stacks become; by\n"
                     "default also each request to an API, write to a\n"
                     "table and invocation, with what it took");
  command_->add_flag("--bundles", runs_bundles_,
                     "Run functions as the CDK app has bundled them, for\n"
                     "bundling settings of its own; by default from their\n"
                     "TypeScript sources, where these can be found");
}

void ServeFlags::add_listening() {
  command_
      ->add_option("--port", options_.port,
                   "Port, 8000 by default; 0 picks a free one and\n"
                   "prints TOMBOLA_READY port=... url=... for scripts")
      ->type_name("PORT")
      ->check(quiet(CLI::Range(0, 65535)));
  command_
      ->add_option("--host", options_.host,
                   "Address to listen on; by default 127.0.0.1 and ::1,\n"
                   "which only this machine can reach")
      ->type_name("ADDRESS");
  add_repeatable(
      "--allow-origin", options_.allowed_origins, "ORIGIN",
      "Web pages that may call: https://app.example.com,\nor '*'; those of this machine may");
  command_->add_flag("--allow-remote-code", options_.allow_remote_code,
                     "Let other machines reach a server with handlers");
  command_
      ->add_option("--socket-threads", options_.socket_threads,
                   "Threads that serve connections; by default one per\ncore, at most 2")
      ->type_name("COUNT")
      ->check(quiet(CLI::Range(1, 64)));
}

void ServeFlags::add_callers() {
  command_
      ->add_option("--auth", auth_file_,
                   "Answer only what is signed with a key of FILE, which\n"
                   "is as `aws configure` writes it; by default any\n"
                   "credentials pass")
      ->type_name("FILE");
  command_
      ->add_option("--isolate", isolation_,
                   "Let callers of each account, each region or both\n"
                   "have tables of their own; by default all see the same")
      ->type_name("account,region");
}

void ServeFlags::add_storage() {
  CLI::Option* data = command_
                          ->add_option("--data", data_directory_,
                                       "Directory that keeps the data; .tombola by default")
                          ->type_name("DIR");
  CLI::Option* in_memory =
      command_->add_flag("--in-memory", in_memory_, "Keep nothing")->excludes(data);
  command_
      ->add_option("--durability", durability_,
                   "What an acknowledged write survives: the death of\n"
                   "the process (default), or a loss of power")
      ->type_name("process|power")
      ->check(quiet(CLI::IsMember({"process", "power"})))
      ->excludes(in_memory);
  command_
      ->add_option("--cache", cache_,
                   "What is kept in memory of the files of a large\n"
                   "database; 32MB by default")
      ->type_name("SIZE")
      ->excludes(in_memory);
}

// What AWS does to its callers and a developer mostly does without.
void ServeFlags::add_manners() {
  command_
      ->add_option("--table-delay", options_.table_delay_ms,
                   "How long tables and indexes are CREATING, UPDATING or\n"
                   "DELETING, in milliseconds; by default changes are\n"
                   "done at once")
      ->type_name("MS")
      ->check(quiet(CLI::Range(std::int64_t{0}, limits::table_delay_ms_max)));
  command_->add_flag("--throttle", options_.throttles,
                     "Refuse requests beyond the capacity of provisioned\n"
                     "tables and indexes, and beyond the maximum of those\n"
                     "on demand, as AWS does; by default nothing throttles");
  command_->add_flag("--strict", options_.strict,
                     "Fail CloudFormation stacks with resources of types\n"
                     "that are not here; by default they are named in a\n"
                     "warning, and something stands for them");
}

void ServeFlags::add_streams() {
  command_
      ->add_option("--stream-shards", options_.stream_shards,
                   "Shards that a stream begins with; 1 by default")
      ->type_name("COUNT")
      ->check(quiet(CLI::Range(std::size_t{1}, limits::open_shards_max)));
  command_
      ->add_option("--log-max", log_max_,
                   "What the records of all streams may take, such as\n"
                   "64MB; the oldest go first. By default none, and\n"
                   "256MB with --in-memory")
      ->type_name("SIZE|none");
}

void ServeFlags::add_handlers() {
  add_repeatable("--trigger", triggers_, "TABLE=HANDLER[,OPTION]...",
                 "Run HANDLER for the changes of TABLE, as soon as it\nhas a stream");
  add_repeatable("--http", routes_, "'METHOD /path=HANDLER'",
                 "Answer these requests with HANDLER, as API Gateway\n"
                 "does; ANY, /{name} and /{proxy+} work");
  add_repeatable("--env", environment_, "NAME=VALUE", "Environment variable of the handlers");
  command_
      ->add_option("--timeout", timeout_seconds_,
                   "How long a handler may take for one event; 3 by\n"
                   "default, as on AWS. Starting up is not counted")
      ->type_name("SECONDS")
      ->check(quiet(CLI::Range(1, limits::function_timeout_seconds_max)));
  add_repeatable("--inspect", inspected_, "FUNCTION[=PORT]",
                 "Let a debugger attach to that function of Node, on\n"
                 "127.0.0.1 and a port that stays; 9229 by default,\n"
                 "the next one for the next. It then has no timeout");
}

void ServeFlags::add_repeatable(const char* name, std::vector<std::string>& values,
                                const char* type, const char* help) {
  // One value each time, so that what follows is never taken for another.
  command_->add_option(name, values, help)->type_name(type)->allow_extra_args(false);
}

bool ServeFlags::given() const {
  return command_->parsed();
}

server::Options ServeFlags::options() const {
  server::Options options = options_;
  options.tells_of_work = is_dev_ && !quiet_;
  if (in_memory_) {
    options.data_directory.reset();
  } else if (!data_directory_.empty()) {
    options.data_directory = data_directory_;
  } else if (command_->count("--data") > 0) {
    throw server::FlagError("--data: the directory's name is empty");
  }
  if (!auth_file_.empty()) {
    options.access_keys =
        parse_value("--auth", auth_file_, [](const std::string& path) { return read_keys(path); });
  }
  if (!isolation_.empty()) {
    options.isolation = parse_value("--isolate", isolation_, server::parse_isolation);
  }
  options.durability = server::parse_durability(durability_);
  if (!cache_.empty()) {
    options.cache_bytes = parse_value("--cache", cache_, server::parse_cache_size);
  }
  if (!log_max_.empty()) {
    options.log_bytes_max = parse_value("--log-max", log_max_, server::parse_log_max);
  } else if (in_memory_) {
    options.log_bytes_max = limits::log_bytes_max_in_memory;
  }
  options.function_timeout_ms = timeout_seconds_ * 1000LL;
  for (const std::string& value : triggers_) {
    options.triggers.push_back(parse_value("--trigger", value, server::parse_trigger_flag));
  }
  for (const std::string& value : routes_) {
    options.routes.push_back(parse_value("--http", value, server::parse_route_flag));
  }
  for (const std::string& value : environment_) {
    auto [name, text] = parse_value("--env", value, server::parse_environment_flag);
    options.environment[name] = text;
  }
  int next_port = first_inspect_port;
  for (const std::string& value : inspected_) {
    const auto [function, port] = parse_value("--inspect", value, server::parse_inspect_flag);
    options.inspect_ports[function] = port != 0 ? port : next_port++;
  }
  server::check_options(options);
  return options;
}

}  // namespace tombola::cli

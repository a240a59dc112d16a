#include "server/flag_values.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <map>

#include <arpa/inet.h>
#include <fmt/format.h>

#include "dynamodb/limits.h"
#include "server/caller_policy.h"
#include "server/time_text.h"
#include "server/trigger_options.h"

namespace tombola::server {
namespace {

bool is_letter(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
}

bool is_digit(char letter) {
  return letter >= '0' && letter <= '9';
}

// handler, api.handler, $default
bool is_export_name(std::string_view text) {
  bool at_start = true;
  for (const char letter : text) {
    const bool starts_name = is_letter(letter) || letter == '_' || letter == '$';
    if (letter == '.' ? at_start : !(starts_name || (is_digit(letter) && !at_start))) {
      return false;
    }
    at_start = letter == '.';
  }
  return !at_start;
}

bool is_table_name(std::string_view name) {
  return name.size() >= 3 && name.size() <= 255 &&
         std::all_of(name.begin(), name.end(), [](char letter) {
           return is_letter(letter) || is_digit(letter) || letter == '_' || letter == '.' ||
                  letter == '-';
         });
}

// "Using Lambda environment variables": names that a function's configuration cannot set.
constexpr std::array<std::string_view, 18> reserved_variables = {"_HANDLER",
                                                                 "_X_AMZN_TRACE_ID",
                                                                 "AWS_DEFAULT_REGION",
                                                                 "AWS_REGION",
                                                                 "AWS_EXECUTION_ENV",
                                                                 "AWS_LAMBDA_FUNCTION_NAME",
                                                                 "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
                                                                 "AWS_LAMBDA_FUNCTION_VERSION",
                                                                 "AWS_LAMBDA_INITIALIZATION_TYPE",
                                                                 "AWS_LAMBDA_LOG_GROUP_NAME",
                                                                 "AWS_LAMBDA_LOG_STREAM_NAME",
                                                                 "AWS_ACCESS_KEY",
                                                                 "AWS_ACCESS_KEY_ID",
                                                                 "AWS_SECRET_ACCESS_KEY",
                                                                 "AWS_SESSION_TOKEN",
                                                                 "AWS_LAMBDA_RUNTIME_API",
                                                                 "LAMBDA_TASK_ROOT",
                                                                 "LAMBDA_RUNTIME_DIR"};

// [a-zA-Z]([a-zA-Z0-9_])+
bool is_variable_name(std::string_view name) {
  return name.size() >= 2 && is_letter(name[0]) &&
         std::all_of(name.begin(), name.end(), [](char letter) {
           return is_letter(letter) || is_digit(letter) || letter == '_';
         });
}

bool is_ip_address(const std::string& text) {
  in6_addr address;  // large enough for both
  return inet_pton(AF_INET, text.c_str(), &address) == 1 ||
         inet_pton(AF_INET6, text.c_str(), &address) == 1;
}

// "left=right" at the first '='.
std::pair<std::string_view, std::string_view> split_at_equals(std::string_view text,
                                                              std::string_view form) {
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos || equals == 0 || equals + 1 == text.size()) {
    throw FlagError(fmt::format("'{}' is not of the form {}", text, form));
  }
  return {text.substr(0, equals), text.substr(equals + 1)};
}

void check_environment_size(const Options& options) {
  std::size_t size_bytes = 0;
  for (const auto& [name, value] : options.environment) {
    size_bytes += name.size() + value.size();
  }
  if (size_bytes > limits::function_environment_bytes_max) {
    throw FlagError(fmt::format("--env: {} bytes of names and values, Lambda takes {} at most",
                                size_bytes, limits::function_environment_bytes_max));
  }
}

void check_triggers(const std::vector<TriggerFlag>& flags) {
  for (const TriggerFlag& one : flags) {
    for (const TriggerFlag& other : flags) {
      if (one.table == other.table && one.handler == other.handler &&
          one.settings != other.settings) {
        throw FlagError(fmt::format(
            "--trigger: {} has the same handler twice, with different options", one.table));
      }
    }
  }
}

void check_inspect_ports(const Options& options) {
  std::map<int, std::string> functions;
  for (const auto& [function, port] : options.inspect_ports) {
    const auto [other, is_new] = functions.emplace(port, function);
    if (!is_new) {
      throw FlagError(fmt::format("--inspect: {} and {} cannot both have port {}", other->second,
                                  function, port));
    }
    if (port == options.port) {
      throw FlagError(
          fmt::format("--inspect {}={}: the server itself listens there", function, port));
    }
  }
}

// "64MB", "64M", "67108864".
std::optional<std::uint64_t> parse_size(std::string_view text) {
  constexpr std::string_view units = "KMG";
  constexpr std::uint64_t bytes_max = 1ULL << 50;
  const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  std::string_view unit = text.substr(digits);
  if (unit.ends_with('B') && unit.size() == 2) {
    unit.remove_suffix(1);
  }
  const std::size_t power = unit.empty() ? 0 : units.find(unit) + 1;  // npos + 1 is 0
  const auto number = parse_whole_number(text.substr(0, digits));
  const bool understood = number && unit.size() <= 1 && (unit.empty() || power > 0);
  const std::uint64_t factor = 1ULL << (10 * power);
  if (!understood || static_cast<std::uint64_t>(*number) > bytes_max / factor) {
    return std::nullopt;
  }
  return static_cast<std::uint64_t>(*number) * factor;
}

}  // namespace

HandlerReference parse_handler(std::string_view text) {
  if (text == "builtin:log") {
    return {triggers::RuntimeKind::BuiltinLog, {}, "handler"};
  }
  if (text.starts_with("builtin:")) {
    throw FlagError(fmt::format("'{}': the only built-in handler is builtin:log", text));
  }
  const std::size_t colon = text.rfind(':');
  if (colon != std::string_view::npos && is_export_name(text.substr(colon + 1))) {
    const std::filesystem::path file(text.substr(0, colon));
    if (const auto runtime = triggers::runtime_kind_of(file.string())) {
      return {*runtime, file, std::string(text.substr(colon + 1))};
    }
  }
  const std::filesystem::path file(text);
  if (const auto runtime = triggers::runtime_kind_of(file.string())) {
    return {*runtime, file, "handler"};
  }
  throw FlagError(fmt::format(
      "'{}' is not a handler: give a .ts, .js, .mjs, .cjs or .py file, with :export if that is not "
      "'handler', or builtin:log",
      text));
}

TriggerFlag parse_trigger_flag(std::string_view text) {
  const auto [table, rest] = split_at_equals(text, "TABLE=HANDLER");
  const auto [handler, options] = split_trigger_options(rest);
  if (!is_table_name(table)) {
    throw FlagError(
        fmt::format("'{}' is not a table name: 3 to 255 letters, digits, '_', '-' or '.'", table));
  }
  return {std::string(table), parse_handler(handler), parse_trigger_options(options)};
}

RouteFlag parse_route_flag(std::string_view text) {
  const auto [route, handler] = split_at_equals(text, "'METHOD /path=HANDLER'");
  try {
    return {HttpRoute::parse(route), parse_handler(handler)};
  } catch (const RouteError& error) {
    throw FlagError(error.what());
  }
}

std::pair<std::string, std::string> parse_environment_flag(std::string_view text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos) {
    throw FlagError(fmt::format("'{}' is not of the form NAME=VALUE", text));
  }
  const std::string_view name = text.substr(0, equals);
  if (std::find(reserved_variables.begin(), reserved_variables.end(), name) !=
      reserved_variables.end()) {
    throw FlagError(fmt::format("{} is reserved: Lambda sets it itself", name));
  }
  if (!is_variable_name(name)) {
    throw FlagError(
        fmt::format("'{}' is not a variable name: a letter, then letters, digits or '_'", name));
  }
  return {std::string(name), std::string(text.substr(equals + 1))};
}

storage::Durability parse_durability(std::string_view text) {
  if (text == "process") {
    return storage::Durability::Process;
  }
  if (text == "power") {
    return storage::Durability::Power;
  }
  throw FlagError(fmt::format("'{}' is neither 'process' nor 'power'", text));
}

Isolation parse_isolation(std::string_view text) {
  Isolation isolation;
  for (;;) {
    const std::size_t comma = text.find(',');
    const std::string_view part = text.substr(0, comma);
    bool* const what = part == "account"  ? &isolation.account
                       : part == "region" ? &isolation.region
                                          : nullptr;
    if (what == nullptr) {
      throw FlagError(fmt::format("'{}': expected account, region or account,region", part));
    }
    *what = true;
    if (comma == std::string_view::npos) {
      return isolation;
    }
    text.remove_prefix(comma + 1);
  }
}

std::optional<std::uint64_t> parse_log_max(std::string_view text) {
  if (text == "none") {
    return std::nullopt;
  }
  const auto bytes = parse_size(text);
  if (!bytes || *bytes < limits::log_bytes_max_min) {
    throw FlagError(
        fmt::format("'{}' is no size of 1MB or more such as 64MB or 2GB, and not 'none'", text));
  }
  return bytes;
}

std::uint64_t parse_cache_size(std::string_view text) {
  const auto bytes = parse_size(text);
  if (!bytes || *bytes < storage::cache_bytes_min) {
    throw FlagError(fmt::format("'{}' is no size of 1MB or more such as 64MB or 2GB", text));
  }
  return *bytes;
}

bool Options::is_remote() const {
  return !host.empty() && !is_loopback_host(host);
}

std::pair<std::string, int> parse_inspect_flag(std::string_view text) {
  const std::size_t equals = text.find('=');
  const std::string_view name = text.substr(0, equals);
  const bool is_name = !name.empty() && name.size() <= 64 &&
                       std::all_of(name.begin(), name.end(), [](unsigned char letter) {
                         return std::isalnum(letter) != 0 || letter == '-' || letter == '_';
                       });
  if (!is_name) {
    throw FlagError(
        fmt::format("'{}' is not FUNCTION[=PORT], with a function's name such as on-order", text));
  }
  if (equals == std::string_view::npos) {
    return {std::string(name), 0};
  }
  const std::string_view digits = text.substr(equals + 1);
  int port = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (read.ec != std::errc() || read.ptr != digits.data() + digits.size() || port < 1 ||
      port > 65535) {
    throw FlagError(fmt::format("'{}' is not a port, 1 to 65535", digits));
  }
  return {std::string(name), port};
}

void check_options(const Options& options) {
  if (!options.host.empty() && options.host != "localhost" && !is_ip_address(options.host)) {
    throw FlagError(fmt::format(
        "--host: '{}' is not an IP address; use one such as 127.0.0.1 or 0.0.0.0, or localhost",
        options.host));
  }
  if (options.is_remote() && options.has_handlers() && !options.allow_remote_code) {
    throw FlagError(fmt::format(
        "--host {}: other machines could make this one run your handlers; add --allow-remote-code "
        "if that is meant",
        options.host));
  }
  for (const std::string& origin : options.allowed_origins) {
    if (!is_origin(origin)) {
      throw FlagError(fmt::format(
          "--allow-origin: '{}' is not an origin such as https://app.example.com", origin));
    }
  }
  check_environment_size(options);
  check_triggers(options.triggers);
  check_inspect_ports(options);
  try {
    HttpRoutes routes;
    for (const RouteFlag& flag : options.routes) {
      routes.add(flag.route);
    }
  } catch (const RouteError& error) {
    throw FlagError(fmt::format("--http: {}", error.what()));
  }
}

}  // namespace tombola::server

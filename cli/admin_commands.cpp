#include "cli/admin_commands.h"

#include <chrono>
#include <cstdlib>
#include <iostream>
#include <set>
#include <string_view>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "dynamodb/limits.h"
#include "http/client.h"
#include "server/flag_values.h"

namespace tombola::cli {
namespace {

using nlohmann::ordered_json;

constexpr std::string_view default_endpoint = "http://localhost:8000";

struct Endpoint {
  std::string host;
  std::uint16_t port = 80;
};

// http://HOST[:PORT], IPv6 addresses in brackets.
Endpoint parse_endpoint(const std::string& url) {
  const auto refuse = [&]() -> Endpoint {
    throw server::FlagError(
        fmt::format("--endpoint: '{}' is not of the form http://HOST:PORT", url));
  };
  constexpr std::string_view scheme = "http://";
  if (!url.starts_with(scheme)) {
    return refuse();
  }
  std::string_view rest = std::string_view(url).substr(scheme.size());
  if (rest.ends_with('/')) {
    rest.remove_suffix(1);
  }
  Endpoint endpoint;
  const std::size_t colon = rest.rfind(':');
  const bool has_port =
      colon != std::string_view::npos && rest.find(']', colon) == std::string_view::npos;
  endpoint.host = rest.substr(0, has_port ? colon : rest.size());
  if (endpoint.host.starts_with('[') && endpoint.host.ends_with(']')) {
    endpoint.host = endpoint.host.substr(1, endpoint.host.size() - 2);
  }
  if (has_port) {
    const std::string digits(rest.substr(colon + 1));
    char* end = nullptr;
    const long port = std::strtol(digits.c_str(), &end, 10);
    if (digits.empty() || *end != '\0' || port < 1 || port > 65535) {
      return refuse();
    }
    endpoint.port = static_cast<std::uint16_t>(port);
  }
  return endpoint.host.empty() ? refuse() : endpoint;
}

std::string endpoint_of(const std::string& flag) {
  if (!flag.empty()) {
    return flag;
  }
  const char* variable = std::getenv("AWS_ENDPOINT_URL");
  return variable != nullptr && *variable != '\0' ? variable : std::string(default_endpoint);
}

http::Request get(std::string target) {
  http::Request request;
  request.method = "GET";
  request.target = std::move(target);
  return request;
}

http::Request post(std::string target, const ordered_json& body) {
  http::Request request;
  request.method = "POST";
  request.target = std::move(target);
  request.headers = {{"Content-Type", "application/json"}};
  request.body = body.dump();
  return request;
}

void add_parameter(std::string& target, std::string_view name, const std::string& value) {
  if (!value.empty()) {
    target += target.find('?') == std::string::npos ? '?' : '&';
    target.append(name).append("=").append(http::percent_encode(value));
  }
}

std::string number_text(int number) {
  return number == 0 ? std::string() : std::to_string(number);
}

}  // namespace

AdminCommands::AdminCommands(CLI::App& app) {
  idle_ = add(app, "idle", "Wait until every trigger has caught up");
  idle_->add_option("--timeout", timeout_seconds_, "How long to wait (30)")
      ->type_name("SECONDS")
      ->check(CLI::PositiveNumber.description(""));

  clock_ = add(app, "clock", "Show or move the server's clock");
  clock_
      ->add_option("CHANGE", clock_change_,
                   "freeze, unfreeze, real, \"set TIME\" or \"advance DURATION\"")
      ->type_name("");
  clock_
      ->add_option("VALUE", clock_value_,
                   "2026-01-02T03:04:05Z or seconds since 1970; 90, 1h30m or idle")
      ->type_name("");

  invocations_ = add(app, "invocations", "Show what was invoked last, and what came of it");
  invocations_->add_option("REQUEST_ID", request_id_, "Only this one")->type_name("");
  invocations_->add_option("--function", function_, "Of this function only")->type_name("NAME");
  invocations_->add_option("--mapping", mapping_, "Of this mapping only")->type_name("UUID");
  invocations_->add_option("--limit", limit_, "How many (20)")
      ->type_name("N")
      ->check(CLI::PositiveNumber.description(""));

  replay_ = add(app, "replay", "Deliver an invocation's event, or a mapping's records, once more");
  replay_->add_option("REQUEST_ID", request_id_, "Of the invocation")->type_name("");
  replay_->add_option("--mapping", mapping_, "Whose records")->type_name("UUID");
  replay_->add_option("--from", from_, "The first of them")->type_name("SEQUENCE");
  replay_->add_option("--to", to_, "The last of them")->type_name("SEQUENCE");
  replay_->add_option("--shard", shard_, "Of this shard only")->type_name("ID");
  replay_->add_option("--batches", batches_, "At most so many (10)")
      ->type_name("N")
      ->check(CLI::PositiveNumber.description(""));

  why_ = add(app, "why", "Tell why functions were or were not invoked for an item");
  why_->add_option("TABLE", table_, "The item's table")->type_name("")->required();
  why_->add_option("KEY", key_, R"(Its key: '{"id":{"S":"1"}}')")->type_name("");
  why_->add_option("--sequence", sequence_, "A record instead")->type_name("NUMBER");
}

AdminCommands::~AdminCommands() = default;

CLI::App* AdminCommands::add(CLI::App& app, const std::string& name, const std::string& help) {
  CLI::App* command = app.add_subcommand(name, help);
  command
      ->add_option("--endpoint", endpoint_,
                   "The server (AWS_ENDPOINT_URL, or http://localhost:8000)")
      ->type_name("URL");
  return command;
}

bool AdminCommands::given() const {
  return idle_->parsed() || clock_->parsed() || invocations_->parsed() || replay_->parsed() ||
         why_->parsed();
}

int AdminCommands::run() const {
  const std::string url = endpoint_of(endpoint_);
  const Endpoint endpoint = parse_endpoint(url);
  const http::Request question = request();
  // The server's own timeouts end first.
  http::Client client(endpoint.host, endpoint.port,
                      std::chrono::seconds(limits::idle_wait_seconds_max + 60));
  http::Response answer;
  try {
    answer = client.send(question);
  } catch (const http::ClientError& error) {
    throw std::runtime_error(fmt::format("{}; is the server of {} running?", error.what(), url));
  }
  const ordered_json body = ordered_json::parse(answer.body, nullptr, false);
  if (body.is_object() && body.contains("message") && answer.status >= 400) {
    throw std::runtime_error(body["message"].get<std::string>());
  }
  std::cout << (body.is_discarded() ? answer.body : body.dump(2)) << '\n';
  return answer.status < 400 ? 0 : 1;
}

http::Request AdminCommands::request() const {
  if (clock_->parsed()) {
    return clock_request();
  }
  if (replay_->parsed()) {
    return replay_request();
  }
  if (why_->parsed()) {
    return why_request();
  }
  std::string target = idle_->parsed() ? "/_tombola/idle" : "/_tombola/invocations";
  if (invocations_->parsed() && !request_id_.empty()) {
    return get(target + "/" + http::percent_encode(request_id_));
  }
  add_parameter(target, "timeout", number_text(timeout_seconds_));
  add_parameter(target, "function", function_);
  add_parameter(target, "mapping", mapping_);
  add_parameter(target, "limit", number_text(limit_));
  return get(target);
}

http::Request AdminCommands::clock_request() const {
  const std::string path = "/_tombola/clock";
  static const std::set<std::string> changes = {"", "freeze", "unfreeze", "real", "set", "advance"};
  if (!changes.contains(clock_change_)) {
    throw server::FlagError(fmt::format(
        "clock: '{}' is none of freeze, unfreeze, real, set and advance", clock_change_));
  }
  const bool takes_value = clock_change_ == "set" || clock_change_ == "advance";
  if (takes_value == clock_value_.empty()) {
    throw server::FlagError(takes_value ? fmt::format("clock {} needs a value", clock_change_)
                                        : fmt::format("clock {} takes no value", clock_change_));
  }
  if (clock_change_.empty()) {
    return get(path);
  }
  if (takes_value) {
    // Seconds are a number, everything else is a text.
    const ordered_json number = ordered_json::parse(clock_value_, nullptr, false);
    return post(path, {{clock_change_, number.is_number() ? number : ordered_json(clock_value_)}});
  }
  if (clock_change_ == "freeze" || clock_change_ == "unfreeze") {
    return post(path, {{"freeze", clock_change_ == "freeze"}});
  }
  return post(path, {{"real", true}});
}

http::Request AdminCommands::replay_request() const {
  ordered_json body = ordered_json::object();
  const auto add = [&body](const char* name, const std::string& value) {
    if (!value.empty()) {
      body[name] = value;
    }
  };
  add("invocation", request_id_);
  add("mapping", mapping_);
  add("from", from_);
  add("to", to_);
  add("shard", shard_);
  if (batches_ > 0) {
    body["batches"] = batches_;
  }
  return post("/_tombola/replay", body);
}

http::Request AdminCommands::why_request() const {
  std::string target = "/_tombola/why";
  add_parameter(target, "table", table_);
  add_parameter(target, "key", key_);
  add_parameter(target, "sequence", sequence_);
  return get(target);
}

}  // namespace tombola::cli

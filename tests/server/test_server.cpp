#include "tests/server/test_server.h"

#include <catch2/catch.hpp>

namespace tombola::test {
namespace {

storage::EngineOptions engine_options(storage::ServiceClock& clock) {
  storage::EngineOptions options;
  options.now_ms = [&clock] { return clock.now_ms(); };
  return options;
}

http::ListenerOptions listener_options() {
  http::ListenerOptions options;
  options.addresses = {"127.0.0.1"};
  options.body.too_large = server::request_too_large_answer();
  return options;
}

}  // namespace

TestServer::TestServer(const Setup& setup)
    : engine_(storage::open_memory_engine(engine_options(clock_))),
      transactions_(*engine_),
      dispatcher_({trigger_loop_, transactions_, catalog_, clock_, functions_}),
      sweeper_({workers_, transactions_, catalog_, clock_,
                [this](const std::string& text) { report(text); }}),
      keeper_({workers_, transactions_, catalog_, clock_,
               [this](const std::string& text) { report(text); }, setup.log_bytes_max}),
      router_(
          {setup.callers,
           server::Admin(
               {{dispatcher_, sweeper_, clock_, workers_},
                transactions_.hold(),
                {transactions_, catalog_, clock_, dispatcher_, *history_, unchanged_writes_, {}},
                {transactions_, catalog_, functions_, clock_, workers_},
                {transactions_, catalog_, clock_, {}}}),
           server::ApiGatewayProxy({functions_,
                                    workers_,
                                    {},
                                    [this](const std::string& text) { report(text); },
                                    setup.function_timeout}),
           server::JsonTargetProtocol({{transactions_,
                                        catalog_,
                                        clock_,
                                        {},
                                        {},
                                        nullptr,
                                        nullptr,
                                        0,
                                        nullptr,
                                        setup.stream_shards},
                                       identity_,
                                       workers_,
                                       sockets_,
                                       [this](const std::string& text) { report(text); }}),
           routes_of(setup), [this](const std::string& text) { report(text); }}),
      client_("127.0.0.1", 0) {
  transactions_.subscribe(&dispatcher_);
  transactions_.subscribe(&sweeper_);
  transactions_.subscribe(&keeper_);
  transactions_.subscribe(&unchanged_writes_);
  listener_.emplace(sockets_, router_, listener_options());
  router_.set_port(port());
  router_.set_endpoint("127.0.0.1:" + std::to_string(port()));
  dispatcher_.start();
  keeper_.start();  // a deletion comes after the rolls that were due before it
  sweeper_.start();
  listener_->start();
  client_ = http::Client("127.0.0.1", port());
}

TestServer::~TestServer() {
  sweeper_.stop();
  keeper_.stop();
  dispatcher_.stop(std::chrono::milliseconds(0));
  listener_->stop(std::chrono::milliseconds(0));
  trigger_loop_.stop();
  workers_.stop();
}

server::HttpRoutes TestServer::routes_of(const Setup& setup) {
  server::HttpRoutes routes;
  for (const std::string& text : setup.routes) {
    server::HttpRoute route = server::HttpRoute::parse(text);
    route.function_name = text;
    routes.add(std::move(route));
  }
  return routes;
}

void TestServer::report(const std::string& text) {
  const std::lock_guard lock(reports_mutex_);
  reports_.push_back(text);
}

std::vector<std::string> TestServer::reports() const {
  const std::lock_guard lock(reports_mutex_);
  return reports_;
}

http::Response TestServer::send(const std::string& method, const std::string& target,
                                std::vector<http::Header> headers, std::string body) {
  http::Request request;
  request.method = method;
  request.target = target;
  request.headers = std::move(headers);
  request.body = std::move(body);
  return client_.send(request);
}

std::vector<http::Header> TestServer::api_headers(const std::string& operation) {
  const bool streams = operation == "ListStreams" || operation == "DescribeStream" ||
                       operation == "GetShardIterator" || operation == "GetRecords";
  return {
      {"Content-Type", "application/x-amz-json-1.0"},
      {"X-Amz-Target", (streams ? "DynamoDBStreams_20120810." : "DynamoDB_20120810.") + operation},
      {"X-Amz-Date", "20260102T030405Z"},
      {"Authorization",
       "AWS4-HMAC-SHA256 Credential=a/20260102/us-east-1/dynamodb/aws4_request, "
       "SignedHeaders=host;x-amz-date, Signature=b"}};
}

http::Response TestServer::call(const std::string& operation, std::string body,
                                const std::vector<http::Header>& more_headers) {
  std::vector<http::Header> headers = api_headers(operation);
  headers.insert(headers.end(), more_headers.begin(), more_headers.end());
  return send("POST", "/", std::move(headers), std::move(body));
}

void TestServer::play(const std::string& function_name, PlayedFunction::Play play) {
  triggers::Function function;
  function.name = function_name;
  functions_.put(std::move(function), std::make_shared<PlayedFunction>(std::move(play)));
}

void TestServer::map(const std::string& table, const std::string& function_name,
                     triggers::EventSourceMapping mapping) {
  mapping.uuid = triggers::flag_mapping_uuid({}, table, function_name, "handler");
  mapping.table = table;
  mapping.function_name = function_name;
  mapping.from_flag = true;
  mappings_.push_back(std::move(mapping));
  dispatcher_.declare_flag_mappings(mappings_);
}

nlohmann::json json_of(const http::Response& response) {
  INFO(response.body);
  nlohmann::json json = nlohmann::json::parse(response.body, nullptr, false);
  REQUIRE_FALSE(json.is_discarded());
  return json;
}

}  // namespace tombola::test

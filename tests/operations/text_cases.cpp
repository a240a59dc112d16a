// Runs every .test file beside it: each case on a fresh store, the clock frozen. See
// tests/support/text_case.h for the format.
#include <filesystem>
#include <map>
#include <optional>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "deploy/stack/stacks.h"
#include "dynamodb/api_error.h"
#include "operations/dynamodb/throttle.h"
#include "operations/lambda/lambda_context.h"
#include "operations/lambda/lambda_error.h"
#include "operations/operation.h"
#include "operations/s3/s3_request.h"
#include "services/service_error.h"
#include "services/services.h"
#include "storage/backups.h"
#include "storage/item_history.h"
#include "storage/time_to_live.h"
#include "streams/retention.h"
#include "streams/rollover.h"
#include "tests/operations/lambda/lambda_parts.h"
#include "tests/support/text_case.h"
#include "triggers/service_destination.h"

namespace tombola::tests {
namespace {

using nlohmann::json;

// 2026-01-02T03:04:05.678Z
constexpr std::int64_t start_ms = 1'767'323'045'678;

struct Outcome {
  json answer;
  std::string error_name;
  std::string error_message;
};

class Store {
 public:
  // `service`: whose operation a name means that several have.
  explicit Store(operations::Service service) : service_(service) {
    // Time stands still, so nobody waits for a message.
    services_.shut_down();
  }

  void move_clock(const std::string& text) {
    REQUIRE(text.starts_with('+'));
    clock_.advance(duration_ms(text.substr(1)));
    // As the server does when its clock is moved.
    storage::delete_expired_items(transactions_, catalog_, clock_.now_ms(), false);
    streams::roll_all_due_shards(transactions_, catalog_, clock_.now_ms());
    streams::trim_by_age(transactions_, catalog_, clock_.now_ms());
    storage::item_history::trim(transactions_, clock_.now_ms());
    storage::erase_expired_backups(transactions_, clock_.now_ms());
  }

  void begin_to_throttle() { throttles_ = true; }
  void set_table_delay(const std::string& text) { table_delay_ms_ = duration_ms(text); }

  Outcome run(const std::string& name, const std::string& request) {
    const operations::Operation* operation = operation_named(name);
    REQUIRE(operation != nullptr);
    REQUIRE(operation->is_served());
    operations::OperationContext context{transactions_,
                                         catalog_,
                                         clock_,
                                         {},
                                         "127.0.0.1:8000",
                                         &lambda_.context(),
                                         &services_,
                                         table_delay_ms_,
                                         throttles_ ? &throttle_ : nullptr,
                                         1,
                                         &stacks_};
    const auto document = dynamodb::JsonDocument::parse(request);
    try {
      if (operation->run_s3 != nullptr) {
        return {run_s3(*operation, context, json::parse(request)), "", ""};
      }
      if (operation->run_with_payload != nullptr) {
        return {invoke(*operation, context, json::parse(request)), "", ""};
      }
      const std::string answer = operation->run_waiting != nullptr
                                     ? run_waiting(*operation, context, document.root())
                                     : operation->run(context, document.root());
      // Some operations answer without a body.
      return {answer.empty() ? json() : json::parse(answer), "", ""};
    } catch (const dynamodb::ApiError& error) {
      return {json::parse(error.body()), error.name(), error.message()};
    } catch (const operations::lambda::LambdaError& error) {
      return {json::parse(error.body()), error.name(), error.message()};
    } catch (const services::ServiceError& error) {
      return {{{"__type", error.type()}}, error.code(), error.message()};
    }
  }

 private:
  static std::int64_t duration_ms(const std::string& text) {
    static const std::map<std::string, std::int64_t> unit_ms = {
        {"h", 3'600'000}, {"m", 60'000}, {"s", 1000}, {"ms", 1}};
    std::size_t digits = 0;
    const std::int64_t count = std::stoll(text, &digits);
    return count * unit_ms.at(text.substr(digits));
  }

  const operations::Operation* operation_named(const std::string& name) const {
    using enum operations::Service;
    for (const operations::Service service :
         {service_, DynamoDB, DynamoDBStreams, Lambda, SQS, SNS, S3, Logs, CloudFormation, STS, SSM,
          IAM, ApiGateway, ApiGatewayV2}) {
      if (const auto* operation = operations::find_operation(service, name)) {
        return operation;
      }
    }
    return nullptr;
  }

  static std::string run_waiting(const operations::Operation& operation,
                                 operations::OperationContext& context,
                                 dynamodb::JsonValue request) {
    std::optional<std::string> answer;
    operation.run_waiting(context, request,
                          [&](const std::function<std::string()>& make) { answer = make(); });
    REQUIRE(answer);
    return *answer;
  }

  // {"Bucket","Key","Body","Query":{},"Headers":{}} -> {"Status":200,"Headers":{},"Body":"..."}, or
  // the document instead of a body, under its root's name.
  static json run_s3(const operations::Operation& operation, operations::OperationContext& context,
                     const json& request) {
    operations::s3::S3Request s3_request;
    s3_request.bucket = request.value("Bucket", "");
    s3_request.key = request.value("Key", "");
    s3_request.body = request.value("Body", "");
    const json query = request.value("Query", json::object());
    for (const auto& [name, value] : query.items()) {
      s3_request.query.emplace_back(name, value);
    }
    const json headers = request.value("Headers", json::object());
    for (const auto& [name, value] : headers.items()) {
      s3_request.headers.emplace_back(name, value);
    }
    const operations::s3::S3Answer answer = operation.run_s3(context, s3_request);
    json outcome = {{"Status", answer.status}, {"Headers", json::object()}};
    for (const auto& [name, value] : answer.headers) {
      outcome["Headers"][name] = value;
    }
    if (answer.root.empty()) {
      outcome["Body"] = answer.body;
    } else {
      outcome[answer.root] = json::parse(answer.document.dump());
    }
    return outcome;
  }

  // {"StatusCode":200,"Payload":"...",headers...}; the payload is the request's member Payload.
  static json invoke(const operations::Operation& operation, operations::OperationContext& context,
                     json request) {
    const std::string payload = request.value("Payload", "");
    request.erase("Payload");
    const auto document = dynamodb::JsonDocument::parse(request.dump());
    std::optional<operations::PayloadAnswer> answer;
    operation.run_with_payload(context, document.root(), payload,
                               [&](operations::PayloadAnswer given) { answer = std::move(given); });
    REQUIRE(answer);
    json outcome = {{"StatusCode", answer->status}, {"Payload", answer->payload}};
    for (const auto& [name, value] : answer->headers) {
      outcome[name] = value;
    }
    return outcome;
  }

  const operations::Service service_;
  storage::ServiceClock clock_{storage::ServiceClock::State{true, start_ms}};
  std::unique_ptr<storage::Engine> engine_ =
      storage::open_memory_engine({[this] { return clock_.now_ms(); }});
  storage::TransactionRunner transactions_{*engine_};
  storage::Catalog catalog_;
  services::Services services_{
      {transactions_, clock_,
       [](std::chrono::milliseconds, const std::function<void()>&) { return nullptr; }}};
  triggers::ServiceDestination failures_{services_};
  LambdaParts lambda_{transactions_, clock_, &failures_};
  // A case is about what a stack comes to, not about how soon a busy machine gets there.
  deploy::Stacks stacks_{
      {transactions_, [this] { return clock_.now_ms(); }, {}, std::chrono::minutes(5)}};
  std::int64_t table_delay_ms_ = 0;
  operations::Throttle throttle_;
  bool throttles_ = false;
};

// Empty when `expected` describes `actual`, else where and how it does not.
std::string difference(const json& expected, const json& actual, const std::string& path) {
  if (expected == "*") {
    return "";
  }
  if (expected.is_object() && actual.is_object()) {
    for (const auto& [name, value] : expected.items()) {
      if (value == "-") {
        if (actual.contains(name)) {
          return path + "." + name + " is there";
        }
        continue;
      }
      if (!actual.contains(name)) {
        return path + "." + name + " is missing";
      }
      if (auto found = difference(value, actual[name], path + "." + name); !found.empty()) {
        return found;
      }
    }
    return "";
  }
  if (expected.is_array() && actual.is_array() && expected.size() == actual.size()) {
    for (std::size_t i = 0; i < expected.size(); ++i) {
      const std::string element = path + "[" + std::to_string(i) + "]";
      if (auto found = difference(expected[i], actual[i], element); !found.empty()) {
        return found;
      }
    }
    return "";
  }
  return expected == actual ? "" : path + " is " + actual.dump();
}

class CaseRun {
 public:
  explicit CaseRun(operations::Service service) : store_(service) {}

  void run(const TextCase& text_case) {
    for (const Step& step : text_case.steps) {
      INFO("line " << step.line << ": " << step.operation << " " << step.request);
      if (step.operation == "clock") {
        store_.move_clock(step.request);
        continue;
      }
      if (step.operation == "delay") {
        store_.set_table_delay(step.request);
        continue;
      }
      if (step.operation == "throttle") {
        store_.begin_to_throttle();
        continue;
      }
      check(step, store_.run(step.operation, with_kept(step.request)));
    }
  }

 private:
  void check(const Step& step, const Outcome& outcome) {
    bool error_expected = false;
    for (const Expectation& expectation : step.expectations) {
      INFO("line " << expectation.line << ", answer: " << outcome.answer.dump());
      const std::string text = with_kept(expectation.text);
      switch (expectation.kind) {
        case Expectation::Kind::Exact:
          CHECK(outcome.answer == json::parse(text));
          break;
        case Expectation::Kind::Members:
          CHECK(difference(json::parse(text), outcome.answer, "answer") == "");
          break;
        case Expectation::Kind::Error:
          error_expected = true;
          CHECK(text == (text.find(": ") == std::string::npos
                             ? outcome.error_name
                             : outcome.error_name + ": " + outcome.error_message));
          break;
        case Expectation::Kind::Keep:
          keep(text, outcome.answer);
          break;
      }
    }
    INFO("answer: " << outcome.answer.dump());
    CHECK((error_expected || outcome.error_name.empty()));
  }

  // "arn = TableDescription.LatestStreamArn", "id = Shards[0].ShardId"
  void keep(const std::string& text, const json& answer) {
    const std::size_t equals = text.find(" = ");
    REQUIRE(equals != std::string::npos);
    std::string pointer = "/";
    for (char c : text.substr(equals + 3)) {
      if (c != ']') {
        pointer.push_back(c == '.' || c == '[' ? '/' : c);
      }
    }
    const json& value = answer.at(json::json_pointer(pointer));
    kept_[text.substr(0, equals)] = value.is_string() ? value.get<std::string>() : value.dump();
  }

  std::string with_kept(std::string text) const {
    for (const auto& [name, value] : kept_) {
      const std::string mark = "${" + name + "}";
      for (std::size_t at = text.find(mark); at != std::string::npos;
           at = text.find(mark, at + value.size())) {
        text.replace(at, mark.size(), value);
      }
    }
    return text;
  }

  Store store_;
  std::map<std::string, std::string> kept_;
};

operations::Service service_of(const std::string& folder) {
  using enum operations::Service;
  static const std::map<std::string, operations::Service> services = {
      {"dynamodb", DynamoDB},
      {"streams", DynamoDBStreams},
      {"lambda", Lambda},
      {"sqs", SQS},
      {"sns", SNS},
      {"s3", S3},
      {"logs", Logs},
      {"cloudformation", CloudFormation},
      {"sts", STS},
      {"ssm", SSM},
      {"iam", IAM},
      {"api_gateway", ApiGateway},
      {"api_gateway_v2", ApiGatewayV2}};
  return services.at(folder);
}

}  // namespace

TEST_CASE("operations answer as their text cases say", "[memory]") {
  const std::filesystem::path folder = std::string(TOMBOLA_SOURCE_DIR) + "/tests/operations";
  std::size_t case_count = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".test") {
      continue;
    }
    for (const TextCase& text_case : read_text_cases(entry.path())) {
      ++case_count;
      INFO(std::filesystem::relative(entry.path(), folder).string() << ": " << text_case.name);
      CHECK_NOTHROW(CaseRun(service_of(entry.path().parent_path().filename())).run(text_case));
    }
  }
  CHECK(case_count > 0);
}

}  // namespace tombola::tests

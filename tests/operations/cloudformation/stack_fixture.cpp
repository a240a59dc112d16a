#include "tests/operations/cloudformation/stack_fixture.h"

#include <stdexcept>

#include "dynamodb/api_error.h"
#include "operations/lambda/lambda_error.h"
#include "operations/s3/s3_request.h"
#include "services/service_error.h"

namespace tombola::tests {

// Puts its answer to the ResponseURL, then ends.
class StackFixture::ProviderRuntime : public triggers::LambdaRuntime {
 public:
  explicit ProviderRuntime(StackFixture& fixture) : fixture_(fixture) {}

  void invoke(triggers::Invocation invocation, Done done) override {
    const json event = json::parse(invocation.event_json);
    {
      const std::lock_guard lock(fixture_.mutex_);
      fixture_.events_.push_back(event);
    }
    triggers::InvokeResult result;
    try {
      const json answer = fixture_.provider_ ? fixture_.provider_(event) : json();
      const std::string url = event.at("ResponseURL");
      const std::string token = url.substr(url.rfind('/') + 1);
      if (!answer.is_null()) {
        fixture_.stacks().put_custom_answer(
            token, answer.is_string() ? answer.get<std::string>() : answer.dump());
      }
      result.payload = "null";
    } catch (const std::string& message) {
      result.status = triggers::InvokeStatus::FunctionError;
      result.payload = json{{"errorType", "Error"}, {"errorMessage", message}}.dump();
    }
    done(std::move(result));
  }
  void shut_down() override {}

 private:
  StackFixture& fixture_;
};

StackFixture::StackFixture(Provider provider, std::chrono::milliseconds patience)
    : provider_(std::move(provider)), patience_(patience) {
  services_.shut_down();  // time stands still, so nobody waits for a message
  triggers::Function function;
  function.name = "provider";
  lambda_.registry().put(function, std::make_shared<ProviderRuntime>(*this));
  start_stacks();
}

void StackFixture::start_stacks() {
  stacks_.emplace(
      deploy::Stacks::Parts{transactions_, [this] { return clock_.now_ms(); }, {}, patience_});
  stacks_->mark_interrupted({});
}

operations::OperationContext StackFixture::context() {
  return {transactions_, catalog_, clock_,  {}, "127.0.0.1:8000", &lambda_.context(),
          &services_,    0,        nullptr, 1,  &*stacks_};
}

void StackFixture::put_template(const std::string& bucket, const std::string& key,
                                const std::string& text) {
  operations::OperationContext context = this->context();
  operations::s3::S3Request request;
  request.bucket = bucket;
  operations::find_operation(operations::Service::S3, "CreateBucket")->run_s3(context, request);
  request.key = key;
  request.body = text;
  operations::find_operation(operations::Service::S3, "PutObject")->run_s3(context, request);
}

json StackFixture::run(operations::Service service, const std::string& operation,
                       const json& request) {
  const operations::Operation* row = operations::find_operation(service, operation);
  if (row == nullptr || row->run == nullptr) {
    throw std::logic_error("no operation " + operation);  // not Catch2's: any thread comes here
  }
  operations::OperationContext context = this->context();
  const auto document = dynamodb::JsonDocument::parse(request.dump());
  try {
    const std::string answer = row->run(context, document.root());
    return answer.empty() ? json() : json::parse(answer);
  } catch (const services::ServiceError& error) {
    return {{"error", error.code()}, {"message", error.message()}};
  } catch (const dynamodb::ApiError& error) {
    return {{"error", error.name()}, {"message", error.message()}};
  } catch (const operations::lambda::LambdaError& error) {
    return {{"error", error.name()}, {"message", error.message()}};
  }
}

json StackFixture::run(const std::string& operation, const json& request) {
  return run(operations::Service::CloudFormation, operation, request);
}

std::string StackFixture::event(const std::string& stack, const std::string& logical_id,
                                const std::string& status) {
  const json events = run("DescribeStackEvents", {{"StackName", stack}}).at("StackEvents");
  for (const json& one : events) {
    if (one.at("LogicalResourceId") == logical_id && one.at("ResourceStatus") == status) {
      return one.value("ResourceStatusReason", "");
    }
  }
  return "no such event";
}

std::string StackFixture::status(const std::string& stack) {
  const json answer = run("DescribeStacks", {{"StackName", stack}});
  return answer.contains("error") ? answer["message"].get<std::string>()
                                  : answer["Stacks"][0]["StackStatus"].get<std::string>();
}

std::vector<json> StackFixture::events() {
  const std::lock_guard lock(mutex_);
  return events_;
}

void StackFixture::forget_events() {
  const std::lock_guard lock(mutex_);
  events_.clear();
}

}  // namespace tombola::tests

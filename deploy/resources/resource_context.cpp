#include <algorithm>
#include <cctype>
#include <random>

#include <fmt/format.h>

#include "deploy/resources/resource_error.h"
#include "deploy/resources/resource_type.h"
#include "dynamodb/api_error.h"
#include "dynamodb/json/json_document.h"
#include "operations/lambda/lambda_error.h"
#include "operations/s3/s3_request.h"
#include "services/service_error.h"

namespace tombola::deploy {
namespace {

using operations::Service;

std::string_view service_name(Service service) {
  switch (service) {
    case Service::DynamoDB:
      return "DynamoDb";
    case Service::Lambda:
      return "Lambda";
    case Service::SQS:
      return "Sqs";
    case Service::SNS:
      return "Sns";
    case Service::S3:
      return "S3";
    case Service::IAM:
      return "Iam";
    case Service::SSM:
      return "Ssm";
    case Service::Logs:
      return "CloudWatchLogs";
    case Service::ApiGateway:
      return "ApiGateway";
    case Service::ApiGatewayV2:
      return "ApiGatewayV2";
    default:
      return "AWS";
  }
}

struct Failure {
  std::string name;
  std::string message;
  int status = 400;
};

// https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-test-contract-errors.html
std::string_view handler_error_code(const Failure& failure) {
  const auto says = [&](std::string_view word) {
    return failure.name.find(word) != std::string::npos;
  };
  if (says("NotFound") || says("NoSuch") || says("NonExistent")) {
    return "NotFound";
  }
  if (says("AlreadyExist") || says("AlreadyOwned") || says("InUse") || says("Conflict")) {
    return "AlreadyExists";
  }
  if (says("AccessDenied")) {
    return "AccessDenied";
  }
  return failure.status >= 500 ? "GeneralServiceException" : "InvalidRequest";
}

[[noreturn]] void fail(Service service, const Failure& failure) {
  const std::string_view code = handler_error_code(failure);
  throw ResourceError(
      fmt::format("Resource handler returned message: \"{} (Service: {}, Status Code: {})\" "
                  "(HandlerErrorCode: {})",
                  failure.message, service_name(service), failure.status, code),
      code == "NotFound");
}

// The one place where what operations throw becomes a reason.
template <typename Run>
auto with_reasons(Service service, const Run& run) {
  try {
    return run();
  } catch (const dynamodb::ApiError& error) {
    fail(service, {error.name(), error.message(), static_cast<int>(error.status())});
  } catch (const operations::lambda::LambdaError& error) {
    fail(service, {error.name(), error.message(), error.status()});
  } catch (const services::ServiceError& error) {
    fail(service, {error.code(), error.message(), error.status()});
  }
}

std::string random_suffix() {
  constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  constexpr int suffix_length = 12;
  std::random_device system;
  std::uniform_int_distribution<std::size_t> any(0, letters.size() - 1);
  std::string suffix;
  for (int i = 0; i < suffix_length; ++i) {
    suffix.push_back(letters[any(system)]);
  }
  return suffix;
}

}  // namespace

Json ResourceContext::call(Service service, std::string_view operation, const Json& request) const {
  const operations::Operation* row = operations::find_operation(service, operation);
  if (row == nullptr || row->run == nullptr) {
    throw ResourceError(fmt::format("Tombola does not support {} yet", operation));
  }
  const auto document = dynamodb::JsonDocument::parse(request.dump());
  const std::string answer =
      with_reasons(service, [&] { return row->run(operations_, document.root()); });
  return answer.empty() ? Json() : Json::parse(answer);
}

void ResourceContext::call_s3(const S3Call& call) const {
  operations::s3::S3Request request;
  request.bucket = call.bucket;
  request.key = call.key;
  request.body = call.body;
  if (!call.query.empty()) {
    request.query.emplace_back(call.query, "");
  }
  const operations::Operation* row = operations::find_operation(Service::S3, call.operation);
  if (row == nullptr || row->run_s3 == nullptr) {
    throw ResourceError(fmt::format("Tombola does not support {} yet", call.operation));
  }
  with_reasons(Service::S3, [&] { return row->run_s3(operations_, request); });
}

void ResourceContext::complain(const std::string& text) const {
  if (complain_) {
    complain_(fmt::format("{}: {}", logical_id_, text));
  }
}

void ResourceContext::note(const std::string& physical_id) const {
  if (note_) {
    note_(physical_id);
  }
}

// The suffix stays whole; the stack's and the logical name share what is left.
std::string ResourceContext::physical_name(std::size_t length_max) const {
  const std::string suffix = "-" + random_suffix();
  std::string stack = pseudo_.stack_name;
  std::string resource = logical_id_;
  const std::size_t room = length_max - suffix.size() - 1;
  if (stack.size() + resource.size() > room) {
    stack.resize(
        std::min(stack.size(), std::max(room / 2, room - std::min(room, resource.size()))));
    resource.resize(std::min(resource.size(), room - stack.size()));
  }
  return stack + "-" + resource + suffix;
}

std::string ResourceContext::lower_physical_name(std::size_t length_max) const {
  std::string name = physical_name(length_max);
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return name;
}

std::string ResourceContext::name_or(const Json& properties, const char* property,
                                     std::size_t length_max) const {
  const auto found = properties.find(property);
  return found == properties.end() ? physical_name(length_max) : scalar_text(*found);
}

std::string ResourceContext::arn(std::string_view service, std::string_view resource) const {
  const std::string& region =
      pseudo_.resource_region.empty() ? pseudo_.region : pseudo_.resource_region;
  return fmt::format("arn:{}:{}:{}:{}:{}", pseudo_.partition, service, region, pseudo_.account,
                     resource);
}

}  // namespace tombola::deploy

#include "operations/sqs/queue_request.h"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "services/sqs/sqs_error.h"

namespace tombola::operations::sqs {
namespace {

using dynamodb::Field;
using dynamodb::JsonValue;
using dynamodb::Shape;
using services::sqs::Queue;
namespace sqs_error = services::sqs;

// An empty text counts as absent.
bool is_absent(const std::optional<JsonValue>& member) {
  return !member || (member->is_string() && member->as_string().empty());
}

void check_required(const Request& request, const Shape& shape, const std::string& path) {
  for (const Field& field : shape.fields()) {
    const auto member = request.member(field.name);
    if (field.presence == dynamodb::Presence::Required && is_absent(member)) {
      throw sqs_error::missing_parameter(path + std::string(field.name));
    }
    if (field.presence == dynamodb::Presence::Unsupported && member) {
      throw sqs_error::unsupported_operation(
          fmt::format("Tombola does not support the parameter {} yet", field.name));
    }
    if (!member || field.shape.kind() != Shape::Kind::List ||
        field.shape.element().kind() != Shape::Kind::Structure) {
      continue;
    }
    int index = 0;
    for (const JsonValue element : member->elements()) {
      check_required(Request(element), field.shape.element(),
                     fmt::format("{}.{}.", field.shape.element().name(), ++index));
    }
  }
}

}  // namespace

Request checked(JsonValue json, const Shape& fields) {
  dynamodb::check_types(json, fields);
  const Request request(json);
  check_required(request, fields, "");
  return request;
}

Field queue_url_field() {
  return {"QueueUrl", Shape::string(), dynamodb::Presence::Required};
}

Queue queue_of(const Request& request, const OperationContext& context) {
  std::string_view url = request.required("QueueUrl").as_string();
  const std::size_t name_start = url.rfind('/');
  if (name_start == std::string_view::npos || name_start == 0) {
    throw sqs_error::queue_does_not_exist();
  }
  const std::string_view name = url.substr(name_start + 1);
  url = url.substr(0, name_start);
  const std::string_view account = url.substr(url.rfind('/') + 1);
  auto queue = account == context.name_space.account
                   ? context.services->queues().find(context.name_space, name)
                   : std::nullopt;
  if (!queue) {
    throw sqs_error::queue_does_not_exist();
  }
  return std::move(*queue);
}

std::string queue_url(const Queue& queue, const OperationContext& context) {
  return fmt::format("http://{}/{}/{}", context.endpoint, queue.name_space.account, queue.name);
}

std::optional<std::int64_t> number_in(const Request& request, const NumberRange& range) {
  const auto number = request.integer(range.name);
  if (number && (*number < range.min || *number > range.max)) {
    throw sqs_error::invalid_parameter_value(fmt::format(
        "Value {} for parameter {} is invalid. Reason: {}", *number, range.name, range.reason));
  }
  return number;
}

bool is_plain_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char letter) {
    return std::isalnum(letter) != 0 || letter == '-' || letter == '_';
  });
}

}  // namespace tombola::operations::sqs

// https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html
//
// On AWS a mapping is Creating for a while, and LATEST may miss what is written meanwhile; here it
// works when it is answered, and LATEST is as of this call.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "dynamodb/api_error.h"
#include "operations/lambda/lambda_error.h"
#include "operations/lambda/lambda_tags.h"
#include "operations/lambda/mapping_notices.h"
#include "operations/lambda/mapping_settings.h"
#include "operations/operation.h"
#include "operations/uuid.h"
#include "streams/stream_reader.h"

namespace tombola::operations::lambda {
namespace {

using dynamodb::Shape;
using triggers::EventSourceMapping;

const Shape& fields() {
  static const Shape shape = [] {
    using enum dynamodb::Presence;
    std::vector<dynamodb::Field> all = mapping_fields();
    all.front().presence = Required;
    all.push_back({"EventSourceArn", Shape::string()});
    all.push_back(
        {"StartingPosition", Shape::string().one_of({"LATEST", "AT_TIMESTAMP", "TRIM_HORIZON"})});
    all.push_back({"StartingPositionTimestamp", Shape::integer()});
    all.push_back({"Tags", Shape::map_of(Shape::string())});
    return Shape::structure("CreateEventSourceMappingRequest", std::move(all));
  }();
  return shape;
}

// What feeds functions on AWS and not here.
bool is_unserved_source(std::string_view arn) {
  constexpr std::array<std::string_view, 5> beginnings = {
      "arn:aws:sqs:", "arn:aws:kinesis:", "arn:aws:kafka:", "arn:aws:mq:", "arn:aws:rds:"};
  return std::any_of(beginnings.begin(), beginnings.end(),
                     [&](std::string_view beginning) { return arn.starts_with(beginning); });
}

void apply_source(const Request& request, const OperationContext& context,
                  EventSourceMapping& mapping) {
  const std::string arn(request.string("EventSourceArn").value_or(""));
  if (is_unserved_source(arn)) {
    throw LambdaError::invalid_parameter(
        "Tombola does not support event sources other than DynamoDB streams yet: " + arn);
  }
  if (!arn.starts_with("arn:aws:dynamodb:") || arn.find("/stream/") == std::string::npos) {
    throw LambdaError::invalid_parameter("Unrecognized event source.");
  }
  try {
    context.transactions.read([&](storage::Transaction& transaction) {
      mapping.table = streams::find_stream(transaction, context.catalog, context.name_space, arn,
                                           context.service_clock.now_ms())
                          .table;
    });
  } catch (const dynamodb::ApiError&) {
    throw LambdaError::invalid_parameter("Stream not found: " + arn);
  }
  mapping.event_source_arn = arn;
}

void apply_starting_position(const Request& request, EventSourceMapping& mapping) {
  const auto position = request.string("StartingPosition");
  if (!position) {
    throw LambdaError::invalid_parameter(
        "1 validation error detected: Value null at 'startingPosition' failed to satisfy "
        "constraint: Member must not be null.");
  }
  if (*position == "AT_TIMESTAMP") {
    throw LambdaError::invalid_parameter("Unsupported starting position for arn type: " +
                                         mapping.event_source_arn);
  }
  if (request.member("StartingPositionTimestamp")) {
    throw LambdaError::invalid_parameter(
        "StartingPositionTimestamp goes with the starting position AT_TIMESTAMP only");
  }
  mapping.starting_position = *position == "LATEST" ? triggers::StartingPosition::Latest
                                                    : triggers::StartingPosition::TrimHorizon;
}

// "name", or "name:qualifier".
std::string function_text(const EventSourceMapping& mapping) {
  return mapping.function_name + (mapping.function_qualifier.empty() ? "" : ":") +
         mapping.function_qualifier;
}

}  // namespace

std::string create_event_source_mapping(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  EventSourceMapping mapping;
  mapping.uuid = random_uuid();
  mapping.name_space = context.name_space;
  apply_source(request, context, mapping);
  check_mapping_settings(request);
  apply_starting_position(request, mapping);
  apply_mapping_settings(request, context, mapping);
  mapping.tags = tags_of(request);
  if (const auto twin = context.lambda->mappings.make_mapping(mapping)) {
    throw LambdaError::resource_conflict(fmt::format(
        "The event source arn (\" {} \") and function (\" {} \") provided mapping already exists. "
        "Please update or delete the existing mapping with UUID {}",
        mapping.event_source_arn, function_text(mapping), *twin));
  }
  tell_mapping_notices(mapping, context);
  return mapping_configuration(find_mapping(context, mapping.uuid), "Creating", context).dump();
}

}  // namespace tombola::operations::lambda

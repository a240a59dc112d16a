#include "operations/dynamodb/table_settings.h"

#include "dynamodb/api_error.h"

namespace tombola::operations {
namespace {

using dynamodb::AttributeType;

// The constraint check has let only B, N and S through.
AttributeType attribute_type_from(std::string_view text) {
  return text == "N" ? AttributeType::N : text == "B" ? AttributeType::B : AttributeType::S;
}

}  // namespace

std::vector<dynamodb::AttributeDefinition> attribute_definitions_of(const Request& request) {
  std::vector<dynamodb::AttributeDefinition> definitions;
  for (dynamodb::JsonValue json : request.required("AttributeDefinitions").elements()) {
    const Request definition(json);
    definitions.push_back({std::string(definition.required("AttributeName").as_string()),
                           attribute_type_from(definition.required("AttributeType").as_string())});
  }
  return definitions;
}

std::optional<dynamodb::ProvisionedThroughput> throughput_of(const Request& request) {
  const auto throughput = request.structure("ProvisionedThroughput");
  if (!throughput) {
    return std::nullopt;
  }
  return dynamodb::ProvisionedThroughput{throughput->integer("ReadCapacityUnits").value(),
                                         throughput->integer("WriteCapacityUnits").value()};
}

std::optional<dynamodb::BillingMode> billing_mode_of(const Request& request) {
  const auto mode = request.string("BillingMode");
  if (!mode) {
    return std::nullopt;
  }
  return *mode == "PAY_PER_REQUEST" ? dynamodb::BillingMode::PayPerRequest
                                    : dynamodb::BillingMode::Provisioned;
}

std::optional<StreamSetting> stream_setting_of(const Request& request, TableAction action) {
  const auto specification = request.structure("StreamSpecification");
  if (!specification) {
    return std::nullopt;
  }
  StreamSetting setting;
  setting.enabled = specification->boolean("StreamEnabled").value();
  if (const auto view_type = specification->string("StreamViewType")) {
    setting.view_type = dynamodb::stream_view_type_from(*view_type);
  }
  const bool creating = action == TableAction::Create;
  if (!setting.enabled && setting.view_type) {
    throw dynamodb::ApiError::validation(
        creating ? "One or more parameter values were invalid: Table is being created with a "
                   "stream disabled, UpdateViewType should not be specified"
                 : "One or more parameter values were invalid: If stream is being disabled, then "
                   "UpdateViewType must not be specified");
  }
  if (setting.enabled && !setting.view_type) {
    throw dynamodb::ApiError::validation(
        creating ? "One or more parameter values were invalid: Table is being created with a "
                   "stream enabled, UpdateViewType is required"
                 : "One or more parameter values were invalid: If stream is being enabled then "
                   "UpdateViewType is required");
  }
  return setting;
}

}  // namespace tombola::operations

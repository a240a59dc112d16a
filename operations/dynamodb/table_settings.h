// Parts of CreateTable's and UpdateTable's requests, read.
#pragma once

#include <optional>
#include <vector>

#include "dynamodb/model/table_definition.h"
#include "dynamodb/validation/table_rules.h"
#include "operations/request.h"

namespace tombola::operations {

std::vector<dynamodb::AttributeDefinition> attribute_definitions_of(const Request& request);
std::optional<dynamodb::ProvisionedThroughput> throughput_of(const Request& request);
std::optional<dynamodb::BillingMode> billing_mode_of(const Request& request);

struct StreamSetting {
  bool enabled = false;
  std::optional<dynamodb::StreamViewType> view_type;
};
enum class TableAction { Create, Update };
// Throws ApiError::validation for a view type without a stream and for a stream without one.
std::optional<StreamSetting> stream_setting_of(const Request& request, TableAction action);

}  // namespace tombola::operations

// ExportTableToPointInTime's request: what goes together, and which times are asked for. Words:
// observed on AWS (us-west-2, October 2026; github.com/aws-controllers-k8s/dynamodb-controller,
// docs/api-quirks/export.md).
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "dynamodb/model/table_definition.h"
#include "operations/request.h"

namespace tombola::operations {

const dynamodb::Shape& export_fields();

// Throws ApiError::validation for members that do not go together.
void check_export_request(const Request& request);

struct ExportTimes {
  bool incremental = false;
  std::int64_t time_ms = 0;   // of a full export: the table's items at that moment
  std::int64_t from_ms = 0;   // of an incremental one: what changed from here on
  std::int64_t until_ms = 0;  // to before here
  std::string view;           // NEW_IMAGE or NEW_AND_OLD_IMAGES
};
// Throws InvalidExportTimeException and PointInTimeRecoveryUnavailableException.
ExportTimes export_times_of(const Request& request, const dynamodb::TableDefinition& table,
                            std::int64_t now_ms);

}  // namespace tombola::operations

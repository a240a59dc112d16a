// Order of complaints: what goes together; of an incremental export its period; recovery; the time.
#include "operations/dynamodb/export_request.h"

#include <fmt/format.h>

#include "dynamodb/api_error.h"
#include "operations/dynamodb/common_fields.h"
#include "operations/dynamodb/continuous_backups.h"
#include "operations/dynamodb/request_time.h"

namespace tombola::operations {
namespace {

using dynamodb::ApiError;
using dynamodb::Presence;
using dynamodb::Shape;

constexpr std::int64_t period_ms_min = 15LL * 60 * 1000;
constexpr std::int64_t period_ms_max = 24LL * 60 * 60 * 1000;

// ^[^\$]+$
bool is_client_token(std::string_view text) {
  return !text.empty() && text.find('$') == std::string_view::npos;
}

// [a-z0-9A-Z]+[\.\-\w]*[a-z0-9A-Z]+
bool is_bucket_name(std::string_view text) {
  const auto is_alphanumeric = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  };
  constexpr std::size_t ends = 2;
  if (text.size() < ends || !is_alphanumeric(text.front()) || !is_alphanumeric(text.back())) {
    return false;
  }
  return std::all_of(text.begin(), text.end(), [&](char c) {
    return is_alphanumeric(c) || c == '.' || c == '-' || c == '_';
  });
}

bool is_account(std::string_view text) {
  constexpr std::size_t digits = 12;
  return text.size() == digits && text.find_first_not_of("0123456789") == std::string_view::npos;
}

[[noreturn]] void refuse(std::string_view sentence) {
  throw ApiError::validation(fmt::format("Invalid Request: {}", sentence));
}

[[noreturn]] void throw_invalid_time(std::string message) {
  throw ApiError::modelled("InvalidExportTimeException", std::move(message));
}

bool is_incremental(const Request& request) {
  return request.string("ExportType") == "INCREMENTAL_EXPORT";
}

void check_type(const Request& request) {
  const auto type = request.string("ExportType");
  const auto specification = request.structure("IncrementalExportSpecification");
  if (!is_incremental(request)) {
    if (specification) {
      refuse(type ? "When Export Type is Full Export , Incremental Export Specification should not "
                    "be provided"
                  : "Export Type expected to be Incremental Export when incremental export "
                    "specification is provided");
    }
    return;
  }
  if (!specification) {
    refuse(
        "Incremental Export Specification expected when export type is set as Incremental Export");
  }
  if (!specification->has("ExportFromTime")) {
    refuse("ExportFromTime must be provided in IncrementalExportSpecification");
  }
}

ExportTimes incremental_times_of(const Request& request, const dynamodb::TableDefinition& table,
                                 std::int64_t now_ms) {
  const Request specification = *request.structure("IncrementalExportSpecification");
  ExportTimes times;
  times.incremental = true;
  times.from_ms = request_time_ms(specification, "ExportFromTime").value();
  const auto until_ms = request_time_ms(specification, "ExportToTime");
  times.until_ms = until_ms.value_or(now_ms);
  times.view = specification.string("ExportViewType").value_or("NEW_AND_OLD_IMAGES");
  if (times.from_ms < table.created_ms) {
    throw_invalid_time(
        "Incremental export period from time cannot be less than the table creation "
        "time : " +
        whole_seconds_text(times.from_ms));
  }
  if (times.until_ms > now_ms) {
    throw_invalid_time(
        "Incremental export period to time cannot be greater than the current time "
        ": " +
        whole_seconds_text(times.until_ms));
  }
  if (times.until_ms - times.from_ms < period_ms_min) {
    throw_invalid_time(
        "Difference between export period from time and export period to time is less than 15 "
        "minutes");
  }
  if (times.until_ms - times.from_ms > period_ms_max) {
    throw_invalid_time(
        "Difference between export period from time and export period to time is greater than 24 "
        "hours");
  }
  return times;
}

}  // namespace

const Shape& export_fields() {
  static const Shape shape = Shape::structure(
      "ExportTableToPointInTimeInput",
      {{"TableArn", Shape::string().length(1, 1024), Presence::Required},
       {"ClientToken", Shape::string().pattern("^[^\\$]+$", is_client_token)},
       {"S3Bucket",
        Shape::string()
            .pattern("^[a-z0-9A-Z]+[\\.\\-\\w]*[a-z0-9A-Z]+$", is_bucket_name)
            .length(0, 255),
        Presence::Required},
       {"S3BucketOwner", Shape::string().pattern("[0-9]{12}", is_account)},
       {"S3Prefix", Shape::string().length(0, 1024)},
       {"S3SseAlgorithm", Shape::string().one_of({"KMS", "AES256"})},
       {"S3SseKmsKeyId", Shape::string().length(1, 2048)},
       {"ExportFormat", Shape::string().one_of({"DYNAMODB_JSON", "ION"})},
       {"ExportType", Shape::string().one_of({"FULL_EXPORT", "INCREMENTAL_EXPORT"})},
       {"IncrementalExportSpecification",
        Shape::structure(
            "IncrementalExportSpecification",
            {{"ExportViewType", Shape::string().one_of({"NEW_IMAGE", "NEW_AND_OLD_IMAGES"})}})},
       unsupported("FilterSpecification", Shape::structure("FilterSpecification", {}))});
  return shape;
}

void check_export_request(const Request& request) {
  check_type(request);
  if (request.has("S3SseKmsKeyId") && request.string("S3SseAlgorithm") != "KMS") {
    refuse("KMS Key Id is not supported for this encryption type");
  }
  if (request.string("ExportFormat") == "ION") {
    throw ApiError::validation("Tombola does not support the ExportFormat ION yet");
  }
}

ExportTimes export_times_of(const Request& request, const dynamodb::TableDefinition& table,
                            std::int64_t now_ms) {
  ExportTimes times;
  if (is_incremental(request)) {
    times = incremental_times_of(request, table, now_ms);
  }
  const RestorableTimes restorable = restorable_times_or_throw(table, now_ms);
  if (times.incremental) {
    if (times.from_ms < restorable.earliest_ms) {
      throw_invalid_time("Point in Time Recovery is not available for specified export time");
    }
    return times;
  }
  const auto time_ms = request_time_ms(request, "ExportTime");
  if (time_ms && (*time_ms < restorable.earliest_ms || *time_ms > now_ms)) {
    throw_invalid_time("Export Time is invalid");
  }
  if (time_ms && *time_ms > restorable.latest_ms) {
    throw_invalid_time("Point in Time Recovery is not available for specified export time");
  }
  times.time_ms = time_ms.value_or(now_ms);
  return times;
}

}  // namespace tombola::operations

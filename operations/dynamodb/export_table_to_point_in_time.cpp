// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ExportTableToPointInTime.html
//
// The answer says IN_PROGRESS, as on AWS; all is in the bucket when the client reads it. A bucket that
// is not there, or somebody else's, is heard of in the description: the export FAILED.
// Without ExportTime it is the table of now. Observed on AWS (us-west-2, October 2026).
#include <fmt/format.h>

#include "dynamodb/api_error.h"
#include "operations/dynamodb/continuous_backups.h"
#include "operations/dynamodb/description_parts.h"
#include "operations/dynamodb/export_files.h"
#include "operations/dynamodb/export_request.h"
#include "operations/dynamodb/table_arn.h"
#include "operations/dynamodb/table_jobs.h"
#include "operations/operation.h"
#include "services/services.h"
#include "services/time_text.h"
#include "storage/item_history.h"

namespace tombola::operations {
namespace {

using dynamodb::TableDefinition;
using services::iso_time;
using storage::TableJob;
using storage::TableJobKind;
using json = nlohmann::ordered_json;

constexpr auto kind = TableJobKind::Export;

// An incremental export is charged for so much at least (observed).
constexpr std::int64_t incremental_bytes_min = 10'000'000;

// What a repeated request must be like: itself, whatever the order of its members.
std::string request_digest(dynamodb::JsonValue request) {
  return nlohmann::json(copy_of(request)).dump();
}

json text_or_null(const Request& request, std::string_view member) {
  const auto text = request.string(member);
  return text ? json(std::string(*text)) : json(nullptr);
}

json description_of(const Request& request, const TableDefinition& table, const TableJob& job,
                    const ExportTimes& times) {
  json out = {{"ExportArn", job_arn(table.arn(), kind, job.id)},
              {"ExportStatus", "COMPLETED"},
              {"StartTime", epoch_seconds(job.started_ms)},
              {"TableArn", table.arn()},
              {"TableId", table.uuid}};
  if (times.incremental) {
    out["ExportType"] = "INCREMENTAL_EXPORT";
    out["IncrementalExportSpecification"] = {{"ExportFromTime", epoch_seconds(times.from_ms)},
                                             {"ExportToTime", epoch_seconds(times.until_ms)},
                                             {"ExportViewType", times.view}};
  } else {
    out["ExportTime"] = epoch_seconds(times.time_ms);
  }
  for (const char* member :
       {"ClientToken", "S3Bucket", "S3BucketOwner", "S3Prefix", "S3SseKmsKeyId"}) {
    if (const auto text = request.string(member)) {
      out[member] = *text;
    }
  }
  out["S3SseAlgorithm"] = request.string("S3SseAlgorithm").value_or("AES256");
  out["ExportFormat"] = "DYNAMODB_JSON";
  out["DestinationType"] = "S3";
  return out;
}

std::string line_of(const storage::item_history::ItemChange& change, const ExportTimes& times) {
  constexpr std::int64_t micros_per_ms = 1000;
  std::string line =
      fmt::format(R"({{"Metadata":{{"WriteTimestampMicros":{{"N":"{}"}}}},"Keys":{})",
                  change.time_ms * micros_per_ms, change.keys_json);
  if (!change.new_image_json.empty()) {
    line.append(",\"NewImage\":").append(change.new_image_json);
  }
  if (times.view == "NEW_AND_OLD_IMAGES" && !change.old_image_json.empty()) {
    line.append(",\"OldImage\":").append(change.old_image_json);
  }
  return line.append("}");
}

void write_data(ExportFiles& files, const TableDefinition& table, const ExportTimes& times,
                OperationContext& context) {
  namespace history = storage::item_history;
  context.transactions.read([&](storage::Transaction& snapshot) {
    if (times.incremental) {
      history::visit_changes(
          snapshot, table, times.from_ms, times.until_ms,
          [&](const history::ItemChange& change) { files.add(line_of(change, times)); });
    } else {
      history::visit_items_at(snapshot, table, times.time_ms, [&](std::string_view item) {
        files.add(fmt::format("{{\"Item\":{}}}", item));
      });
    }
  });
  files.finish_data();
}

json summary_of(const ExportFiles& files, const json& description, const Request& request,
                const ExportTimes& times, const TableJob& job, std::int64_t ended_ms) {
  json out = {{"version", times.incremental ? "2023-08-01" : "2020-06-30"},
              {"exportArn", description.at("ExportArn")},
              {"startTime", iso_time(job.started_ms)},
              {"endTime", iso_time(ended_ms)},
              {"tableArn", description.at("TableArn")},
              {"tableId", description.at("TableId")}};
  if (times.incremental) {
    out["exportFromTime"] = iso_time(times.from_ms);
    out["exportToTime"] = iso_time(times.until_ms);
  } else {
    out["exportTime"] = iso_time(times.time_ms);
  }
  out["s3Bucket"] = description.at("S3Bucket");
  out["s3Prefix"] = text_or_null(request, "S3Prefix");
  out["s3SseAlgorithm"] = description.at("S3SseAlgorithm");
  out["s3SseKmsKeyId"] = text_or_null(request, "S3SseKmsKeyId");
  out["manifestFilesS3Key"] = files.files_key();
  out["billedSizeBytes"] = description.at("BilledSizeBytes");
  out["itemCount"] = files.lines();
  out["outputFormat"] = "DYNAMODB_JSON";
  if (times.incremental) {
    out["outputView"] = times.view;
    out["exportType"] = "INCREMENTAL_EXPORT";
  }
  return out;
}

// Completes the description.
void write_export(json& description, const Request& request, const TableDefinition& table,
                  const ExportTimes& times, const TableJob& job, OperationContext& context) {
  const std::string bucket(request.required("S3Bucket").as_string());
  const auto failure =
      bucket_failure(bucket, request.string("S3BucketOwner").value_or(""), context);
  if (failure) {
    description["ExportStatus"] = "FAILED";
    description["FailureCode"] = failure->code;
    description["FailureMessage"] = failure->message;
  } else {
    ExportFiles files(
        context.services->objects(),
        {bucket, std::string(request.string("S3Prefix").value_or("")), job.id, times.incremental});
    write_data(files, table, times, context);
    description["BilledSizeBytes"] =
        times.incremental ? std::max(incremental_bytes_min, files.bytes()) : 0;
    description["ItemCount"] = files.lines();
    description["ExportManifest"] = files.summary_key();
    const std::int64_t ended_ms = context.service_clock.now_ms();
    files.write_manifests(summary_of(files, description, request, times, job, ended_ms));
  }
  description["EndTime"] = epoch_seconds(context.service_clock.now_ms() + context.table_delay_ms);
}

// The one that the token stands for, if there is one.
std::optional<json> same_export(const std::optional<TableJob>& job, const std::string& digest,
                                std::int64_t now_ms) {
  if (job && job->request != digest) {
    throw_job_conflict(kind);
  }
  return job ? std::optional(shown_description(*job, kind, now_ms)) : std::nullopt;
}

std::string answer_of(const json& description) {
  return json({{"ExportDescription", description}}).dump();
}

}  // namespace

std::string export_table_to_point_in_time(OperationContext& context,
                                          dynamodb::JsonValue request_json) {
  const Request request = Request::checked(request_json, export_fields(), dynamodb::Wording::Old);
  check_export_request(request);
  const TableArn arn =
      table_arn_from(request.required("TableArn").as_string(), "tableArn", context);
  TableJob job;
  job.token = request.string("ClientToken").value_or("");
  job.request = request_digest(request_json);
  const std::int64_t now_ms = context.service_clock.now_ms();

  std::optional<json> earlier;
  storage::TableSnapshot table;
  context.transactions.read([&](storage::Transaction& transaction) {
    table = context.catalog.find(transaction, context.name_space, arn.table);
    earlier = same_export(
        storage::find_table_job_by_token(transaction, context.name_space, kind, job.token, now_ms),
        job.request, now_ms);
  });
  if (!table || table->arn() != arn.text) {
    throw_table_arn_not_found(arn);
  }
  if (earlier) {
    return answer_of(*earlier);
  }
  const ExportTimes times = export_times_of(request, *table, now_ms);
  job.started_ms = context.service_clock.unique_ms();
  job.shows_until_ms = now_ms + context.table_delay_ms;
  job.id = new_job_id(job.started_ms);
  json description = description_of(request, *table, job, times);
  write_export(description, request, *table, times, job, context);
  job.description = description.dump();
  context.transactions.write(job.id, [&](storage::WriteTransaction& transaction) {
    earlier = same_export(storage::find_table_job_by_token_for_update(
                              transaction.bytes(), context.name_space, kind, job.token, now_ms),
                          job.request, now_ms);
    if (!earlier) {
      storage::put_table_job(transaction.bytes(), context.name_space, kind, job);
    }
  });
  return answer_of(earlier ? *earlier : in_progress(description, kind));
}

}  // namespace tombola::operations

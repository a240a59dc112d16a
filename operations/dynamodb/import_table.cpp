// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ImportTable.html
//
// The answer says IN_PROGRESS, as on AWS; the table is there with its items when the client reads it. An
// item that the table cannot have is an error of its own, a line that is no item ends its object; with
// either the import FAILED, and the table has what could be read. Without a bucket there is no table.
// Errors are in the log group /aws-dynamodb/imports. Observed on AWS (us-west-2, October 2026;
// github.com/aws-controllers-k8s/dynamodb-controller, docs/api-quirks/import.md).
#include <fmt/format.h>

#include "dynamodb/api_error.h"
#include "operations/dynamodb/description_parts.h"
#include "operations/dynamodb/filled_table.h"
#include "operations/dynamodb/import_objects.h"
#include "operations/dynamodb/import_request.h"
#include "operations/dynamodb/table_jobs.h"
#include "operations/dynamodb/table_request.h"
#include "operations/lambda/mapping_notices.h"
#include "operations/operation.h"

namespace tombola::operations {
namespace {

using dynamodb::TableDefinition;
using storage::TableJob;
using storage::TableJobKind;
using json = nlohmann::ordered_json;

constexpr auto kind = TableJobKind::Import;

json description_of(const Request& request, const TableDefinition& table, const TableJob& job,
                    const OperationContext& context) {
  json out = {{"ImportArn", job_arn(table.arn(), kind, job.id)},
              {"ImportStatus", "COMPLETED"},
              {"TableArn", table.arn()},
              {"TableId", table.uuid}};
  if (!job.token.empty()) {
    out["ClientToken"] = job.token;
  }
  out["S3BucketSource"] = copy_of(request.required("S3BucketSource"));
  if (!out["S3BucketSource"].contains("S3BucketOwner")) {
    out["S3BucketSource"]["S3BucketOwner"] = context.name_space.account;
  }
  out["CloudWatchLogGroupArn"] =
      fmt::format("arn:aws:logs:{}:{}:log-group:{}:*", context.name_space.region,
                  context.name_space.account, import_log_group);
  out["InputFormat"] = request.required("InputFormat").as_string();
  if (const auto options = request.member("InputFormatOptions")) {
    out["InputFormatOptions"] = copy_of(*options);
  }
  out["InputCompressionType"] = request.string("InputCompressionType").value_or("NONE");
  out["TableCreationParameters"] = table_creation_parameters(request);
  out["StartTime"] = epoch_seconds(job.started_ms);
  return out;
}

void complete(json& description, const ImportCounts& counts, OperationContext& context) {
  description["ErrorCount"] = counts.errors;
  description["ProcessedItemCount"] = counts.processed;
  description["ImportedItemCount"] = counts.imported;
  if (counts.bytes > 0) {
    description["ProcessedSizeBytes"] = counts.bytes;
  }
  description["EndTime"] = epoch_seconds(context.service_clock.now_ms() + context.table_delay_ms);
}

void fail(json& description, const JobFailure& failure) {
  description["ImportStatus"] = "FAILED";
  description["FailureCode"] = failure.code;
  description["FailureMessage"] = failure.message;
}

// The import that the token stands for. While its table is there, that is what a request hears of.
std::optional<json> same_import(const std::optional<TableJob>& job, const TableDefinition& table,
                                std::int64_t now_ms) {
  if (job && job->request != table.name) {
    throw_job_conflict(kind);
  }
  return job ? std::optional(shown_description(*job, kind, now_ms)) : std::nullopt;
}

// Throws ResourceInUseException.
std::optional<json> earlier_import(const TableDefinition& table, const TableJob& job,
                                   storage::Transaction& transaction, OperationContext& context) {
  const std::int64_t now_ms = context.service_clock.now_ms();
  const auto found = storage::find_table_job_by_token_for_update(transaction, context.name_space,
                                                                 kind, job.token, now_ms);
  if (!found || now_ms >= found->shows_until_ms) {
    require_free_name(context, transaction, table.name);
  }
  return same_import(found, table, now_ms);
}

std::string answer_of(const json& description) {
  return json({{"ImportTableDescription", description}}).dump();
}

// Nothing of it is there, only that it failed.
void import_nothing(json& description, const JobFailure& failure, TableJob& job,
                    OperationContext& context) {
  fail(description, failure);
  complete(description, {}, context);
  job.description = description.dump();
  context.transactions.write(job.id, [&](storage::WriteTransaction& transaction) {
    storage::put_table_job(transaction.bytes(), context.name_space, kind, job);
  });
}

void import_all(TableDefinition& table, json& description, const Request& request, TableJob& job,
                OperationContext& context) {
  const ImportSource source{request, table, description.at("ImportArn"), job.id};
  try {
    const ImportCounts counts = import_objects(source, context);
    complete(description, counts, context);
    if (counts.errors > 0) {
      fail(description, {"ItemValidationError",
                         "Some of the items failed validation checks and were not imported. Please "
                         "check CloudWatch error logs for more details."});
    }
    job.description = description.dump();
    context.transactions.change_catalog([&](storage::WriteTransaction& transaction) {
      require_free_name(context, transaction.bytes(), table.name);
      show_filled_table(table, transaction, context);
      storage::put_table_job(transaction.bytes(), context.name_space, kind, job);
    });
  } catch (...) {
    forget_filled_table(table, context);
    throw;
  }
  lambda::tell_waiting_mappings(table.name, context);
}

}  // namespace

std::string import_table(OperationContext& context, dynamodb::JsonValue request_json) {
  const Request request = checked_import_request(request_json);
  TableDefinition table = imported_table(request, context.name_space);
  TableJob job;
  job.token = request.string("ClientToken").value_or("");
  job.request = table.name;
  std::optional<json> earlier;
  begin_filled_table(
      table,
      [&](storage::Transaction& transaction) {
        earlier = earlier_import(table, job, transaction, context);
      },
      context);
  if (earlier) {
    return answer_of(*earlier);
  }
  job.started_ms = context.service_clock.unique_ms();
  job.shows_until_ms = context.service_clock.now_ms() + context.table_delay_ms;
  job.id = new_job_id(job.started_ms);
  json description = description_of(request, table, job, context);
  const Request bucket(request.required("S3BucketSource"));
  const auto failure = bucket_failure(std::string(bucket.required("S3Bucket").as_string()),
                                      bucket.string("S3BucketOwner").value_or(""), context);
  if (failure) {
    import_nothing(description, *failure, job, context);
  } else {
    import_all(table, description, request, job, context);
  }
  return answer_of(in_progress(description, kind));
}

}  // namespace tombola::operations

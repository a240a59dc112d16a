// What operations on exports and imports share: ARNs, how a job shows while it is in progress, pages
// of a list. Words: observed on AWS (us-west-2, October 2026; github.com/aws-controllers-k8s/
// dynamodb-controller, docs/api-quirks/export.md and import.md).
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "dynamodb/json/json_document.h"
#include "operations/operation_context.h"
#include "operations/request.h"
#include "storage/table_jobs.h"

namespace tombola::operations {

// 01791506414432-3f2e5aa4: when it began, to the millisecond, and eight digits.
std::string new_job_id(std::int64_t started_ms);
// <table ARN>/export/<id>
std::string job_arn(const std::string& table_arn, storage::TableJobKind kind,
                    const std::string& id);
// By the ARN in the request. Throws ExportNotFoundException or ImportNotFoundException, and what else
// may be wrong with an ARN.
storage::TableJob found_job_or_throw(std::string_view arn, storage::TableJobKind kind,
                                     OperationContext& context);

// A description as it shows before the job is over.
nlohmann::ordered_json in_progress(nlohmann::ordered_json description, storage::TableJobKind kind);
// As it shows now.
nlohmann::ordered_json shown_description(const storage::TableJob& job, storage::TableJobKind kind,
                                         std::int64_t now_ms);

// "Export conflict: Duplicate request detected with conflicting parameters"
[[noreturn]] void throw_job_conflict(storage::TableJobKind kind);

// The S3 errors that a job ends with, as FailureCode and FailureMessage have them.
struct JobFailure {
  std::string code;
  std::string message;
};
// Nothing: there is such a bucket, and it is that account's. `owner`: empty, nobody said.
std::optional<JobFailure> bucket_failure(const std::string& bucket, std::string_view owner,
                                         OperationContext& context);

struct JobPage {
  std::vector<nlohmann::ordered_json> descriptions;
  std::string next_token;  // empty: it was the last
};
// The newest first. `wanted`: given a description.
JobPage page_of_jobs(storage::TableJobKind kind, std::optional<std::int64_t> size,
                     std::optional<std::string_view> token,
                     const std::function<bool(const nlohmann::ordered_json&)>& wanted,
                     OperationContext& context);

// A part of a request as a value of its own.
nlohmann::ordered_json copy_of(dynamodb::JsonValue json);

}  // namespace tombola::operations

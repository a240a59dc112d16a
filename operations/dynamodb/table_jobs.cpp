#include "operations/dynamodb/table_jobs.h"

#include <fmt/format.h>

#include "dynamodb/api_error.h"
#include "operations/dynamodb/table_arn.h"
#include "operations/uuid.h"
#include "services/digest.h"
#include "services/random_id.h"
#include "services/services.h"

namespace tombola::operations {
namespace {

using dynamodb::ApiError;
using storage::TableJob;
using storage::TableJobKind;
using json = nlohmann::ordered_json;

// "Export", "export"
std::string_view name_of(TableJobKind kind) {
  return kind == TableJobKind::Export ? "Export" : "Import";
}
std::string_view path_of(TableJobKind kind) {
  return kind == TableJobKind::Export ? "export" : "import";
}

constexpr std::string_view table_lead = "table/";

[[noreturn]] void throw_not_found(TableJobKind kind, std::string_view reason) {
  throw ApiError::modelled(fmt::format("{}NotFoundException", name_of(kind)),
                           fmt::format("{} not found: {}", name_of(kind), reason));
}

// 112 hexadecimal digits, as few as AWS's tokens of imports have: the kind, the id and blanks.
constexpr std::size_t token_bytes = 56;

std::string token_of(TableJobKind kind, const std::string& id) {
  std::string text = static_cast<char>(kind) + id;
  text.resize(token_bytes, ' ');
  return services::hexadecimal(text);
}

// The id of the job behind which the page begins.
std::string position_of(TableJobKind kind, std::string_view token) {
  std::string text;
  const auto digit = [](char c) -> int {
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
  };
  for (std::size_t i = 0; i + 1 < token.size(); i += 2) {
    const int high = digit(token[i]);
    const int low = digit(token[i + 1]);
    text.push_back(high < 0 || low < 0 ? '\0' : static_cast<char>(high * 16 + low));
  }
  if (text.size() != token_bytes || text.front() != static_cast<char>(kind) ||
      token_of(kind, text.substr(1, text.find(' ') - 1)) != token) {
    throw ApiError::validation(
        fmt::format("Invalid Request: Provided nextToken is invalid: {}", token));
  }
  return text.substr(1, text.find(' ') - 1);
}

// With ids that nobody has given, as they end AWS's messages.
std::string s3_error_text(std::string_view sentence, int status, std::string_view code) {
  constexpr std::size_t request_id_length = 16;
  return fmt::format(
      "{} (Service: Amazon S3; Status Code: {}; Error Code: {}; Request ID: {}; S3 Extended "
      "Request "
      "ID: {}; Proxy: null)",
      sentence, status, code,
      services::random_text(services::capitals_and_digits, request_id_length),
      services::random_text(services::small_letters_and_digits, 4 * request_id_length));
}

}  // namespace

std::string new_job_id(std::int64_t started_ms) {
  constexpr std::size_t digits = 8;
  return fmt::format("{:014}-{}", started_ms, random_uuid().substr(0, digits));
}

std::string job_arn(const std::string& table_arn, TableJobKind kind, const std::string& id) {
  return fmt::format("{}/{}/{}", table_arn, path_of(kind), id);
}

TableJob found_job_or_throw(std::string_view arn, TableJobKind kind, OperationContext& context) {
  const ArnFields fields = fields_of_arn(arn);
  const std::string lead = fmt::format("/{}/", path_of(kind));
  const std::size_t at = fields[5].find(lead);
  if (fields[0] != "arn" || fields[2] != "dynamodb" || !fields[5].starts_with(table_lead) ||
      at == std::string_view::npos) {
    throw ApiError::validation(fmt::format("Invalid {} ARN", name_of(kind)));
  }
  if (fields[4] != context.name_space.account) {
    throw ApiError::access_denied("Access is denied");
  }
  if (fields[3] != context.name_space.region) {
    throw_not_found(kind, fmt::format("Invalid {} arn", path_of(kind)));
  }
  std::optional<TableJob> job;
  context.transactions.read([&](storage::Transaction& transaction) {
    job = storage::find_table_job(transaction, context.name_space, kind,
                                  fields[5].substr(at + lead.size()));
  });
  // The table's name is part of the ARN as well.
  if (!job || json::parse(job->description).at(fmt::format("{}Arn", name_of(kind))) != arn) {
    throw_not_found(kind, fmt::format("{} not found: {}", name_of(kind), arn));
  }
  return std::move(*job);
}

json in_progress(json description, TableJobKind kind) {
  description[fmt::format("{}Status", name_of(kind))] = "IN_PROGRESS";
  for (const char* member : {"EndTime", "FailureCode", "FailureMessage", "ExportManifest",
                             "ItemCount", "BilledSizeBytes", "ProcessedSizeBytes"}) {
    description.erase(member);
  }
  // Counts do not move before the end.
  for (const char* member : {"ErrorCount", "ProcessedItemCount", "ImportedItemCount"}) {
    if (description.contains(member)) {
      description[member] = 0;
    }
  }
  return description;
}

json shown_description(const TableJob& job, TableJobKind kind, std::int64_t now_ms) {
  json description = json::parse(job.description);
  return now_ms < job.shows_until_ms ? in_progress(std::move(description), kind) : description;
}

void throw_job_conflict(TableJobKind kind) {
  throw ApiError::modelled(
      fmt::format("{}ConflictException", name_of(kind)),
      fmt::format("{} conflict: Duplicate request detected with conflicting parameters",
                  name_of(kind)));
}

std::optional<JobFailure> bucket_failure(const std::string& bucket, std::string_view owner,
                                         OperationContext& context) {
  const auto found = context.services->objects().find_bucket(bucket);
  if (!found) {
    return JobFailure{"S3NoSuchBucket",
                      s3_error_text("The specified bucket does not exist", 404, "NoSuchBucket")};
  }
  if (!owner.empty() && owner != found->account) {
    return JobFailure{"S3AccessDenied", s3_error_text("Access Denied", 403, "AccessDenied")};
  }
  return std::nullopt;
}

JobPage page_of_jobs(TableJobKind kind, std::optional<std::int64_t> size,
                     std::optional<std::string_view> token,
                     const std::function<bool(const json&)>& wanted, OperationContext& context) {
  constexpr std::int64_t size_default = 10;
  const auto size_max = static_cast<std::size_t>(size.value_or(size_default));
  const std::string after = token ? position_of(kind, *token) : "";
  std::vector<TableJob> jobs;
  context.transactions.read([&](storage::Transaction& transaction) {
    jobs = storage::all_table_jobs(transaction, context.name_space, kind);
  });
  const std::int64_t now_ms = context.service_clock.now_ms();
  JobPage page;
  std::string last;
  for (const TableJob& job : jobs) {
    if (!after.empty() && job.id >= after) {
      continue;
    }
    json description = shown_description(job, kind, now_ms);
    if (!wanted(description)) {
      continue;
    }
    if (page.descriptions.size() == size_max) {
      page.next_token = token_of(kind, last);
      break;
    }
    page.descriptions.push_back(std::move(description));
    last = job.id;
  }
  return page;
}

json copy_of(dynamodb::JsonValue value) {
  using dynamodb::JsonType;
  switch (value.type()) {
    case JsonType::Null:
      return nullptr;
    case JsonType::Bool:
      return value.as_bool();
    case JsonType::Integer:
      return value.as_integer();
    case JsonType::Decimal:
      return value.as_number();
    case JsonType::String:
      return std::string(value.as_string());
    case JsonType::Array: {
      json array = json::array();
      for (dynamodb::JsonValue element : value.elements()) {
        array.push_back(copy_of(element));
      }
      return array;
    }
    case JsonType::Object: {
      json object = json::object();
      for (dynamodb::JsonValue::Member member : value.members()) {
        object[std::string(member.name)] = copy_of(member.value);
      }
      return object;
    }
  }
  return nullptr;
}

}  // namespace tombola::operations

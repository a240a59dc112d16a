// Two rows each, as the catalog's keys but for the letter:
//
//   <kind> account 00 region 00 "job" 00 id 00        {"version":1,"token":...,"description":...,...}
//   <kind> account 00 region 00 "token" 00 token 00   the id of the job that had the token last
#include "storage/table_jobs.h"

#include <stdexcept>

#include <nlohmann/json.hpp>

#include "dynamodb/limits.h"
#include "storage/layout.h"

namespace tombola::storage {
namespace {

using dynamodb::Namespace;
using nlohmann::json;

constexpr int row_version = 1;

// API_ListExports: "within the past 90 days"; API_ExportTableToPointInTime: ClientToken.
constexpr std::int64_t listed_ms = 90 * limits::day_ms;
constexpr std::int64_t token_lifetime_ms = limits::day_ms / 3;

// How many old ones each new one takes away.
constexpr std::size_t forgotten_per_new_job = 4;

std::string key_of(const Namespace& name_space, TableJobKind kind, std::string_view what,
                   std::string_view name) {
  std::string key = layout::table_key(name_space, what);
  key.front() = static_cast<char>(kind);
  return name.empty() ? key : key.append(name).append(1, '\0');
}

std::string job_key(const Namespace& name_space, TableJobKind kind, std::string_view id) {
  return key_of(name_space, kind, "job", id);
}

std::string token_key(const Namespace& name_space, TableJobKind kind, std::string_view token) {
  return key_of(name_space, kind, "token", token);
}

TableJob job_from(const Row& row) {
  const json document = json::parse(row.value);
  if (document.at("version") != row_version) {
    throw std::runtime_error("an export or import has an unknown version");
  }
  std::string_view id(row.key);
  id.remove_suffix(1);
  id.remove_prefix(id.rfind('\0') + 1);
  return {std::string(id),           document.at("token"),          document.at("request"),
          document.at("started_ms"), document.at("shows_until_ms"), document.at("description")};
}

std::optional<TableJob> good_for_token(TableJob job, std::int64_t now_ms) {
  return job.started_ms + token_lifetime_ms > now_ms ? std::optional(std::move(job)) : std::nullopt;
}

void forget_old(Transaction& transaction, const Namespace& name_space, TableJobKind kind,
                std::int64_t now_ms) {
  const Page oldest =
      transaction.read(KeyRange::with_prefix(job_key(name_space, kind, "")), Direction::Forward,
                       ReadLimit{forgotten_per_new_job, SIZE_MAX});
  for (const Row& row : oldest.rows) {
    const TableJob job = job_from(row);
    if (job.started_ms + listed_ms < now_ms) {
      transaction.erase(row.key);
      if (!job.token.empty()) {
        transaction.erase(token_key(name_space, kind, job.token));
      }
    }
  }
}

}  // namespace

std::optional<TableJob> find_table_job(Transaction& transaction, const Namespace& name_space,
                                       TableJobKind kind, std::string_view id) {
  const std::string key = job_key(name_space, kind, id);
  auto row = id.empty() ? std::nullopt : transaction.get(key);
  return row ? std::optional(job_from({key, std::move(*row)})) : std::nullopt;
}

std::optional<TableJob> find_table_job_by_token(Transaction& transaction,
                                                const Namespace& name_space, TableJobKind kind,
                                                std::string_view token, std::int64_t now_ms) {
  const auto id =
      token.empty() ? std::nullopt : transaction.get(token_key(name_space, kind, token));
  auto job = id ? find_table_job(transaction, name_space, kind, *id) : std::nullopt;
  return job ? good_for_token(std::move(*job), now_ms) : std::nullopt;
}

std::optional<TableJob> find_table_job_by_token_for_update(Transaction& transaction,
                                                           const Namespace& name_space,
                                                           TableJobKind kind,
                                                           std::string_view token,
                                                           std::int64_t now_ms) {
  if (token.empty()) {
    return std::nullopt;
  }
  const auto id = transaction.get_for_update(token_key(name_space, kind, token));
  const std::string key = job_key(name_space, kind, id.value_or(""));
  auto row = id ? transaction.get_for_update(key) : std::nullopt;
  return row ? good_for_token(job_from({key, std::move(*row)}), now_ms) : std::nullopt;
}

std::vector<TableJob> all_table_jobs(Transaction& transaction, const Namespace& name_space,
                                     TableJobKind kind) {
  const Page page = transaction.read(KeyRange::with_prefix(job_key(name_space, kind, "")),
                                     Direction::Backward, {});
  std::vector<TableJob> jobs;
  for (const Row& row : page.rows) {
    jobs.push_back(job_from(row));
  }
  return jobs;
}

void put_table_job(Transaction& transaction, const Namespace& name_space, TableJobKind kind,
                   const TableJob& job) {
  if (!job.token.empty()) {
    transaction.put(token_key(name_space, kind, job.token), job.id);
  }
  transaction.put(job_key(name_space, kind, job.id), json({{"version", row_version},
                                                           {"token", job.token},
                                                           {"request", job.request},
                                                           {"started_ms", job.started_ms},
                                                           {"shows_until_ms", job.shows_until_ms},
                                                           {"description", job.description}})
                                                         .dump());
  forget_old(transaction, name_space, kind, job.started_ms);
}

}  // namespace tombola::storage

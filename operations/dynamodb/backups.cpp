#include "operations/dynamodb/backups.h"

#include "dynamodb/api_error.h"
#include "operations/dynamodb/description_parts.h"
#include "operations/dynamodb/table_arn.h"

namespace tombola::operations {
namespace {

using dynamodb::ApiError;
using json = nlohmann::ordered_json;

json units(const dynamodb::ProvisionedThroughput& throughput) {
  return {{"ReadCapacityUnits", throughput.read_capacity_units},
          {"WriteCapacityUnits", throughput.write_capacity_units}};
}

json source_table(const storage::Backup& backup) {
  const dynamodb::TableDefinition& table = backup.table;
  json out = {{"TableName", table.name},
              {"TableId", table.uuid},
              {"TableArn", table.arn()},
              {"TableSizeBytes", backup.size.bytes},
              {"KeySchema", table_key_schema(table)},
              {"TableCreationDateTime", epoch_seconds(table.created_ms)},
              {"ProvisionedThroughput", units(table.throughput)}};
  add_bounds(out, table.on_demand);
  out["ItemCount"] = backup.size.rows;
  out["BillingMode"] = dynamodb::to_string(table.billing_mode);
  return out;
}

// Tags, policies, deletion protection and the like are in no backup.
json source_features(const dynamodb::TableDefinition& table) {
  json out = json::object();
  for (const dynamodb::IndexDefinition& index : table.indexes) {
    json shown = {{"IndexName", index.name},
                  {"KeySchema", key_schema(index.hash, index.range)},
                  {"Projection", projection_of(index)}};
    if (index.is_global) {
      shown["ProvisionedThroughput"] = units(index.throughput);
    }
    out[index.is_global ? "GlobalSecondaryIndexes" : "LocalSecondaryIndexes"].push_back(shown);
  }
  if (table.stream_enabled()) {
    out["StreamDescription"] = {{"StreamEnabled", true},
                                {"StreamViewType", dynamodb::to_string(table.stream->view_type)}};
  }
  if (table.time_to_live) {
    out["TimeToLiveDescription"] = {{"TimeToLiveStatus", "ENABLED"},
                                    {"AttributeName", table.time_to_live->attribute}};
  }
  if (!table.kms_key_arn.empty()) {
    out["SSEDescription"] = {
        {"Status", "ENABLED"}, {"SSEType", "KMS"}, {"KMSMasterKeyArn", table.kms_key_arn}};
  }
  return out;
}

}  // namespace

BackupArn backup_arn_from(std::string_view text, const OperationContext& context) {
  const ArnFields fields = fields_of_arn(text);
  constexpr std::string_view table_lead = "table/";
  constexpr std::string_view backup_lead = "/backup/";
  const std::string_view resource = fields[5];
  const std::size_t backup_at = resource.find(backup_lead);
  if (fields[0] != "arn" || !resource.starts_with(table_lead) ||
      backup_at == std::string_view::npos) {
    throw ApiError::validation("Invalid Backup ARN");
  }
  if (fields[1] != "aws" || fields[2] != "dynamodb") {
    throw ApiError::validation("Invalid Request: BackupArn is not valid");
  }
  if (fields[3].empty() || fields[4] != context.name_space.account) {
    throw ApiError::access_denied("Access is denied");
  }
  return {std::string(text), std::string(fields[3]),
          std::string(resource.substr(table_lead.size(), backup_at - table_lead.size())),
          std::string(resource.substr(backup_at + backup_lead.size()))};
}

void throw_backup_not_found(const BackupArn& arn) {
  throw ApiError::modelled("BackupNotFoundException", "Backup not found: " + arn.text);
}

json backup_details(const storage::Backup& backup, std::string_view arn, std::string_view status) {
  json details = {{"BackupArn", arn},
                  {"BackupName", backup.name},
                  {"BackupSizeBytes", backup.size.bytes},
                  {"BackupStatus", status},
                  {"BackupType", backup.is_system() ? "SYSTEM" : "USER"},
                  {"BackupCreationDateTime", epoch_seconds(backup.created_ms)}};
  if (backup.is_system()) {
    details["BackupExpiryDateTime"] = epoch_seconds(backup.expires_ms());
  }
  return details;
}

std::string backup_description_answer(const storage::Backup& backup, std::string_view arn,
                                      std::string_view status) {
  return json({{"BackupDescription",
                {{"BackupDetails", backup_details(backup, arn, status)},
                 {"SourceTableDetails", source_table(backup)},
                 {"SourceTableFeatureDetails",
                  backup.is_system() ? json::object() : source_features(backup.table)}}}})
      .dump();
}

}  // namespace tombola::operations

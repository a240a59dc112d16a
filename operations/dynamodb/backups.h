// Backups: their ARNs, and how they are described. Forms and words: observed on AWS (us-west-2,
// October 2026).
#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "operations/operation_context.h"
#include "operations/request.h"
#include "storage/backups.h"

namespace tombola::operations {

// arn:aws:dynamodb:<region>:<account>:table/<table>/backup/<id>
struct BackupArn {
  std::string text;
  std::string region;
  std::string table;
  std::string id;
};

// Throws ApiError::validation for what is no backup's ARN, ApiError::access_denied for another
// account's.
BackupArn backup_arn_from(std::string_view text, const OperationContext& context);
[[noreturn]] void throw_backup_not_found(const BackupArn& arn);

// BackupDetails. `arn`: as the request has it, whose region may be another.
nlohmann::ordered_json backup_details(const storage::Backup& backup, std::string_view arn,
                                      std::string_view status);
// {"BackupDescription":{...}}
std::string backup_description_answer(const storage::Backup& backup, std::string_view arn,
                                      std::string_view status);

}  // namespace tombola::operations

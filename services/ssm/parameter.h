// A parameter of Parameter Store with its versions, and its row.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "dynamodb/model/table_definition.h"

namespace tombola::services::ssm {

struct ParameterVersion {
  std::int64_t version = 1;
  std::string type;  // String, StringList, SecureString
  std::string value;
  std::string description;
  std::string key_id;  // of a SecureString
  std::string allowed_pattern;
  std::string tier = "Standard";
  std::string data_type = "text";
  std::string modified_by;  // an ARN
  std::int64_t modified_ms = 0;
  std::vector<std::string> labels;
};

struct Parameter {
  dynamodb::Namespace name_space;
  std::string name;
  std::vector<ParameterVersion> versions;  // the oldest first; one at least
  std::map<std::string, std::string> tags;

  const ParameterVersion& latest() const { return versions.back(); }
  // Null: there is none of that number, or with that label.
  const ParameterVersion* find_version(std::int64_t version) const;
  const ParameterVersion* find_label(std::string_view label) const;
  // arn:aws:ssm:<region>:<account>:parameter/<name>
  std::string arn() const;
};

std::string parameter_to_json(const Parameter& parameter);
// Throws std::runtime_error on a row of a version that this build does not know.
Parameter parameter_from_json(std::string_view row);

}  // namespace tombola::services::ssm

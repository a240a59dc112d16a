// A Lambda layer and its versions, as the API made them. What is in a version is an archive of the
// CodeStore.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dynamodb/model/table_definition.h"

namespace tombola::triggers {

struct LayerVersion {
  std::int64_t number = 0;
  std::string description;
  std::string license_info;
  std::vector<std::string> compatible_runtimes;
  std::vector<std::string> compatible_architectures;
  std::string code_sha256;
  std::int64_t code_size_bytes = 0;
  std::int64_t created_ms = 0;
  // Statements of the resource policy as JSON, in the order in which they were added.
  std::vector<std::string> policy;
  std::string policy_revision_id;
  bool operator==(const LayerVersion&) const = default;
};

struct LayerDefinition {
  dynamodb::Namespace name_space;
  std::string name;
  std::vector<LayerVersion> versions;  // those that were not deleted, oldest first
  std::int64_t last_version = 0;       // the highest number ever given
  bool operator==(const LayerDefinition&) const = default;

  // arn:aws:lambda:<region>:<account>:layer:<name>
  std::string arn() const;
  std::string version_arn(std::int64_t number) const;
  // Null: there is none.
  const LayerVersion* find(std::int64_t number) const;
  LayerVersion* find(std::int64_t number);

  std::string to_json() const;  // as it is stored
  // Throws std::runtime_error on anything that to_json of this or an earlier version did not write.
  static LayerDefinition from_json(std::string_view json);
};

// What an ARN of a layer, or of one of its versions, says.
struct LayerName {
  dynamodb::Namespace name_space;
  std::string name;
  std::optional<std::int64_t> version;
};
// None: it is none.
std::optional<LayerName> parse_layer_arn(std::string_view arn);

}  // namespace tombola::triggers

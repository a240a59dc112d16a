// A Lambda function as the API made it: its settings, its versions and aliases, who may call it.
// What runs of it is a triggers::Function for each version (function_catalog.h).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dynamodb/model/table_definition.h"
#include "triggers/functions/function_url.h"
#include "triggers/log_format.h"

namespace tombola::triggers {

inline constexpr std::string_view latest_version = "$LATEST";

// A version of a layer that a function has: it goes on having it when the layer is deleted.
struct LayerReference {
  std::string arn;
  std::string code_sha256;
  std::int64_t code_size_bytes = 0;
  bool operator==(const LayerReference&) const = default;
};

// VpcConfig: kept and told; functions reach what this machine reaches.
struct VpcConfig {
  std::vector<std::string> subnet_ids;
  std::vector<std::string> security_group_ids;
  bool ipv6_allowed = false;
  bool operator==(const VpcConfig&) const = default;
};

// What a version is made of; $LATEST can be changed, published ones cannot.
struct FunctionSettings {
  std::string version{latest_version};
  std::string description;
  std::string runtime;  // nodejs20.x, python3.12, provided.al2023
  std::string handler;  // index.handler
  std::string role;
  int timeout_seconds = 3;
  int memory_mb = 128;
  int ephemeral_storage_mb = 512;
  std::string architecture = "x86_64";
  std::optional<std::map<std::string, std::string>> environment;
  std::string tracing_mode = "PassThrough";
  std::optional<std::string> log_group;  // none: /aws/lambda/<name>
  LogFormat log_format;
  std::optional<VpcConfig> vpc;
  std::string kms_key_arn;          // kept and told: nothing is encrypted
  std::string snap_start = "None";  // ApplyOn; kept and told: there are no snapshots
  std::string dead_letter_target;   // DeadLetterConfig.TargetArn; empty: none
  // RuntimeManagementConfig: kept and told; what runs is what this machine has.
  std::string update_runtime_on = "Auto";
  std::string runtime_version_arn;  // of Manual
  // The code: an archive in the CodeStore, or a folder of the developer's that runs in place.
  std::string code_sha256;
  std::int64_t code_size_bytes = 0;
  std::optional<std::string> run_in_place;
  std::vector<LayerReference> layers;  // each over those before it
  std::string revision_id;
  std::int64_t last_modified_ms = 0;

  bool operator==(const FunctionSettings&) const = default;
  std::vector<std::string> layer_code() const;  // the SHA-256 of each layer
};

struct FunctionAlias {
  std::string name;
  std::string function_version;
  std::string description;
  std::string revision_id;
  bool operator==(const FunctionAlias&) const = default;
};

// How asynchronous invocations are handled: those of one version or alias.
struct EventInvokeConfig {
  std::optional<int> maximum_retry_attempts;
  std::optional<int> maximum_event_age_in_seconds;
  std::string on_success;  // DestinationConfig: ARNs; empty: none
  std::string on_failure;
  std::int64_t last_modified_ms = 0;
  bool operator==(const EventInvokeConfig&) const = default;
};

struct FunctionDefinition {
  dynamodb::Namespace name_space;
  std::string name;
  FunctionSettings latest;
  std::vector<FunctionSettings> versions;  // published, oldest first
  int last_version = 0;                    // the highest number ever given
  std::map<std::string, FunctionAlias> aliases;
  std::map<std::string, std::string> tags;
  std::optional<int> reserved_concurrency;
  std::string recursive_loop = "Terminate";                       // kept and told
  std::map<std::string, EventInvokeConfig> event_invoke_configs;  // by qualifier: $LATEST, ...
  std::map<std::string, FunctionUrlConfig> urls;  // by alias; "" for the function itself
  // Statements of the resource policy as JSON, by qualifier ("" for the function itself), in the
  // order in which they were added.
  std::map<std::string, std::vector<std::string>> policies;

  bool operator==(const FunctionDefinition&) const = default;

  // arn:aws:lambda:<region>:<account>:function:<name>, with :<qualifier> unless that is empty.
  std::string arn(std::string_view qualifier = {}) const;
  std::string log_group_of(const FunctionSettings& settings) const;
  // The version that a qualifier means: nothing or $LATEST, a number, an alias. Null: there is
  // none.
  const FunctionSettings* find(std::string_view qualifier) const;

  std::string to_json() const;  // as it is stored
  // Throws std::runtime_error on anything that to_json of this or an earlier version did not write.
  static FunctionDefinition from_json(std::string_view json);
};

}  // namespace tombola::triggers

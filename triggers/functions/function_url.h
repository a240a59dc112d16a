// A function's URL, as its configuration has it.
// https://docs.aws.amazon.com/lambda/latest/api/API_FunctionUrlConfig.html
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "dynamodb/model/table_definition.h"

namespace tombola::triggers {

// Members that were not given are empty.
struct FunctionUrlCors {
  std::optional<bool> allow_credentials;
  std::vector<std::string> allow_headers;
  std::vector<std::string> allow_methods;
  std::vector<std::string> allow_origins;
  std::vector<std::string> expose_headers;
  std::optional<int> max_age_seconds;
  bool operator==(const FunctionUrlCors&) const = default;
};

struct FunctionUrlConfig {
  std::string url_id;            // the first part of its host name
  std::string auth_type;         // NONE, AWS_IAM
  std::string invoke_mode = {};  // BUFFERED, RESPONSE_STREAM; empty: not said, and BUFFERED
  std::optional<FunctionUrlCors> cors;
  std::int64_t created_ms = 0;
  std::int64_t last_modified_ms = 0;
  bool operator==(const FunctionUrlConfig&) const = default;

  bool streams() const { return invoke_mode == "RESPONSE_STREAM"; }
};

// Whose it is.
struct FunctionUrl {
  dynamodb::Namespace name_space;
  std::string function;
  std::string qualifier;  // an alias; may be empty
  FunctionUrlConfig config;
};

// As a part of the function's row (function_definition.cpp).
nlohmann::json to_row(const FunctionUrlConfig& config);
FunctionUrlConfig function_url_config_from(const nlohmann::json& row);

}  // namespace tombola::triggers

// A Lambda function as Tombola runs it: the user's own file, run in place.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "dynamodb/model/table_definition.h"

namespace tombola::triggers {

enum class RuntimeKind {
  BuiltinLog,  // builtin:log, compiled in
  Node,        // .js .mjs .cjs; .ts .mts .cts .tsx after esbuild
  Python,      // .py
};

// By the file's name; none for a file that no runtime takes.
std::optional<RuntimeKind> runtime_kind_of(std::string_view file);

struct Function {
  std::string name;  // "dynamo-stream-handler": AWS's rules, [a-zA-Z0-9-_]{1,64}
  dynamodb::Namespace name_space;
  RuntimeKind runtime = RuntimeKind::BuiltinLog;
  std::string file;  // absolute path of the handler's file
  std::string export_name = "handler";
  std::map<std::string, std::string> environment;  // the user's own variables
  std::int64_t timeout_ms = 3000;
  int memory_mb = 128;
  // Environments that may run at once; one is kept warm, others come and go with the load.
  int concurrency_max = 10;

  // arn:aws:lambda:<region>:<account>:function:<name>
  std::string arn() const;
  // /aws/lambda/<name>
  std::string log_group() const;
};

}  // namespace tombola::triggers

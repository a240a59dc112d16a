// A version of a Lambda function as Tombola runs it: a file of the user's own, in place, or one of
// an unpacked deployment package.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "dynamodb/model/table_definition.h"
#include "triggers/log_format.h"

namespace tombola::triggers {

enum class RuntimeKind {
  BuiltinLog,  // builtin:log, compiled in
  Node,        // .js .mjs .cjs; .ts .mts .cts .tsx after esbuild
  Python,      // .py
  Executable,  // bootstrap: a program that speaks the Runtime API itself
};

// By the file's name; none for a file that no runtime takes.
std::optional<RuntimeKind> runtime_kind_of(std::string_view file);

struct Function {
  std::string name;  // "dynamo-stream-handler": AWS's rules, [a-zA-Z0-9-_]{1,64}
  std::string version = "$LATEST";
  dynamodb::Namespace name_space;
  RuntimeKind runtime = RuntimeKind::BuiltinLog;
  std::string file;  // absolute path of the handler's file
  std::string export_name = "handler";
  // Handler as Lambda writes it, with its path below the task root: "src/app.handler"; empty: the
  // file's stem and the export.
  std::string handler;
  // LAMBDA_TASK_ROOT, where the code is; empty: the folder of `file`.
  std::string task_root;
  std::string layers_directory;  // what stands in for /opt; empty: no layers
  std::string log_group_name;    // empty: /aws/lambda/<name>
  LogFormat log_format;
  bool from_flag = false;  // of the command line: the Lambda API cannot change it
  std::map<std::string, std::string> environment;  // the user's own variables
  std::int64_t timeout_ms = 3000;
  int memory_mb = 128;
  // Node's inspector listens there; 0: it does not. Who debugs takes their time: there is one
  // environment, and neither a timeout nor an age of records.
  int inspect_port = 0;
  // Environments that may run at once; one is kept warm, others come and go with the load.
  int concurrency_max = 10;

  // arn:aws:lambda:<region>:<account>:function:<name>
  std::string arn() const;
  std::string log_group() const;
  std::string handler_name() const;
  std::string root() const;
};

}  // namespace tombola::triggers

// The variables that Lambda gives a runtime, and those of ours that keep it on this machine.
#pragma once

#include <map>
#include <string>

#include "triggers/function.h"

namespace tombola::triggers {

// What is not the function's own.
struct EnvironmentFacts {
  std::string execution_environment;  // AWS_Lambda_nodejs20.x; empty: none (a custom runtime)
  std::string runtime_api;            // 127.0.0.1:40123
  std::string log_stream;
  std::string task_root;          // where the code is
  std::string runtime_directory;  // where the bootstraps are
  std::string home;               // empty and private
  std::string endpoint_url;       // http://127.0.0.1:8000
  std::string search_path;        // PATH
  std::string secret_access_key;
  std::string runtime_version;  // of Node "20", of Python "3.11"
  std::string packages;         // the node_modules that come with Tombola; empty: none
};

// Lambda's variables as recorded on nodejs20.x, with the paths of this machine. On top of them:
// AWS_ENDPOINT_URL, which takes unmodified SDK clients to Tombola, and HOME, AWS_CONFIG_FILE,
// AWS_SHARED_CREDENTIALS_FILE and AWS_EC2_METADATA_DISABLED, which keep them from the developer's
// own account. The user's variables replace all but the reserved ones: "Defined runtime environment
// variables", https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
std::map<std::string, std::string> environment_variables(const Function& function,
                                                         const EnvironmentFacts& facts);

// The access key id that stands for a namespace in the requests of its handlers: the account's
// number.
std::string access_key_id(const dynamodb::Namespace& name_space);

}  // namespace tombola::triggers

// A CDK project as its cdk.json describes it, and what the CDK CLI would tell its app. Running it is
// somebody else's affair (cli/cdk_synthesis.h).
// https://docs.aws.amazon.com/cdk/v2/guide/cli.html#cli-config
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "deploy/project/project.h"
#include "deploy/template/template.h"

namespace tombola::deploy {

struct CdkApp {
  std::filesystem::path folder;  // absolute; where cdk.json is, and where its commands run
  std::string command;           // for a shell
  std::string build;             // to run before; empty: nothing
  // The app is a cdk.out that somebody else synthesises: there is no command.
  std::optional<std::filesystem::path> assembly;
  std::filesystem::path output;  // where the CLI would have the app write: the folder's cdk.out
  // What the app asks for with tryGetContext: cdk.json's, what earlier lookups left in
  // cdk.context.json, and the CLI's own settings.
  Json context = Json::object();
};

// Whether the folder has a cdk.json that names an app.
bool has_cdk_app(const std::filesystem::path& folder);
// Throws ProjectError.
CdkApp read_cdk_app(const std::filesystem::path& folder);

// The variables that the CLI sets for an app that is to write to `output`. A context that is too
// long for a variable goes into a file there.
struct CdkEnvironment {
  std::filesystem::path output;
  std::string account;
  std::string region;
};
std::map<std::string, std::string> cdk_variables(const CdkApp& app,
                                                 const CdkEnvironment& environment);

}  // namespace tombola::deploy

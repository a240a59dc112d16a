#include "deploy/project/cdk_app.h"

#include <fstream>

#include <fmt/format.h>
#include <unistd.h>

#include "deploy/project/project_files.h"

namespace tombola::deploy {
namespace {

namespace fs = std::filesystem;

// Linux takes no longer one (MAX_ARG_STRLEN), its name included.
constexpr std::size_t variable_bytes_max = 120'000;

// None: there is no such file.
std::optional<Json> json_file(const fs::path& file) {
  const auto text = text_of_file(file);
  if (!text) {
    return std::nullopt;
  }
  Json json = Json::parse(*text, nullptr, false, /*ignore_comments=*/true);
  if (!json.is_object()) {
    throw ProjectError(fmt::format("{}: it is not a JSON object; correct it", file.string()));
  }
  return json;
}

std::string text_setting(const Json& settings, const char* name, const fs::path& file) {
  const auto found = settings.find(name);
  if (found == settings.end()) {
    return {};
  }
  if (found->is_string()) {
    return found->get<std::string>();
  }
  // The CLI takes the words of a command as a list, too.
  std::string words;
  for (const Json& word : *found) {
    if (!found->is_array() || !word.is_string()) {
      throw ProjectError(fmt::format("{}: \"{}\" is not a command", file.string(), name));
    }
    words += (words.empty() ? "" : " ") + word.get<std::string>();
  }
  return words;
}

bool is_off(const Json& settings, const char* name) {
  const auto found = settings.find(name);
  return found != settings.end() && *found == false;
}

// What the CLI adds.
void add_cli_context(const Json& settings, Json& context) {
  if (!is_off(settings, "pathMetadata")) {
    context["aws:cdk:enable-path-metadata"] = true;
  }
  if (!is_off(settings, "assetMetadata")) {
    context["aws:cdk:enable-asset-metadata"] = true;
  }
  const bool reports = !is_off(settings, "versionReporting");
  context[reports ? "aws:cdk:version-reporting" : "aws:cdk:disable-version-reporting"] = true;
  if (is_off(settings, "staging")) {
    context["aws:cdk:disable-asset-staging"] = true;
  }
  context["aws:cdk:bundling-stacks"] = settings.value("bundlingStacks", Json::array({"**"}));
}

// As the CLI guesses: a script that is not executable is Node's.
std::string shell_command(const std::string& app, const fs::path& folder) {
  const std::string first = app.substr(0, app.find(' '));
  const fs::path script = folder / first;
  std::error_code ignored;
  const bool is_script = fs::path(first).extension() == ".js" &&
                         fs::is_regular_file(script, ignored) && access(script.c_str(), X_OK) != 0;
  return is_script ? "node " + app : app;
}

}  // namespace

bool has_cdk_app(const fs::path& folder) {
  const auto settings = json_file(folder / "cdk.json");
  return settings && settings->contains("app");
}

CdkApp read_cdk_app(const fs::path& folder) {
  CdkApp app;
  app.folder = fs::weakly_canonical(folder);
  const fs::path file = app.folder / "cdk.json";
  const Json settings = json_file(file).value_or(Json::object());
  const std::string command = text_setting(settings, "app", file);
  if (command.empty()) {
    throw ProjectError(
        fmt::format("{}: it names no \"app\", the command that synthesises the stacks; add one",
                    file.string()));
  }
  std::error_code ignored;
  if (fs::is_directory(app.folder / command, ignored)) {
    app.assembly = app.folder / command;
    return app;
  }
  app.command = shell_command(command, app.folder);
  app.build = text_setting(settings, "build", file);
  const Json output = settings.value("output", Json("cdk.out"));
  if (!output.is_string()) {
    throw ProjectError(fmt::format("{}: \"output\" is not a folder's name", file.string()));
  }
  app.output = (app.folder / output.get<std::string>()).lexically_normal();
  if (auto lookups = json_file(app.folder / "cdk.context.json")) {
    app.context = std::move(*lookups);
  }
  if (const auto own = settings.find("context"); own != settings.end() && own->is_object()) {
    app.context.update(*own);
  }
  add_cli_context(settings, app.context);
  if (fs::exists(app.folder / "package.json", ignored) &&
      !fs::exists(app.folder / "node_modules", ignored)) {
    for (fs::path above = app.folder.parent_path();; above = above.parent_path()) {
      if (fs::exists(above / "node_modules", ignored)) {
        break;  // a workspace
      }
      if (above == above.parent_path()) {
        throw ProjectError(fmt::format("{}: its packages are not installed; run npm install there",
                                       app.folder.string()));
      }
    }
  }
  return app;
}

std::map<std::string, std::string> cdk_variables(const CdkApp& app,
                                                 const CdkEnvironment& environment) {
  std::map<std::string, std::string> variables = {{"CDK_OUTDIR", environment.output.string()},
                                                  {"CDK_DEFAULT_ACCOUNT", environment.account},
                                                  {"CDK_DEFAULT_REGION", environment.region}};
  const std::string context = app.context.dump();
  variables["CDK_CONTEXT_JSON"] = context.size() <= variable_bytes_max ? context : "{}";
  if (context.size() > variable_bytes_max) {
    const fs::path file = environment.output / "context-overflow.json";
    std::ofstream(file, std::ios::binary) << context;
    variables["CONTEXT_OVERFLOW_LOCATION_ENV"] = file.string();
  }
  return variables;
}

}  // namespace tombola::deploy

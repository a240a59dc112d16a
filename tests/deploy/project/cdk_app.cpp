// What the CDK CLI 2.1148.1 tells an app: seen with an app that prints its environment.
// https://docs.aws.amazon.com/cdk/v2/guide/cli.html#cli-config
#include "deploy/project/cdk_app.h"

#include <filesystem>
#include <fstream>

#include <catch2/catch.hpp>
#include <unistd.h>

#include "deploy/project/project_reader.h"

using namespace tombola::deploy;

namespace {

namespace fs = std::filesystem;

// A folder with a cdk.json, gone with the object.
class AppFolder {
 public:
  explicit AppFolder(const std::string& cdk_json)
      : path_(fs::temp_directory_path() / ("tombola-cdk-app-" + std::to_string(getpid()))) {
    fs::remove_all(path_);
    fs::create_directories(path_);
    write("cdk.json", cdk_json);
  }
  ~AppFolder() { fs::remove_all(path_); }
  AppFolder(const AppFolder&) = delete;
  AppFolder& operator=(const AppFolder&) = delete;

  void write(const char* name, const std::string& text) const {
    std::ofstream(path_ / name) << text;
  }
  const fs::path& path() const { return path_; }
  CdkApp read() const { return read_cdk_app(path_); }
  std::string refusal() const {
    try {
      read();
      return "";
    } catch (const ProjectError& error) {
      return error.what();
    }
  }

 private:
  fs::path path_;
};

Json cli_context(Json more = Json::object()) {
  Json context = {{"aws:cdk:enable-path-metadata", true},
                  {"aws:cdk:enable-asset-metadata", true},
                  {"aws:cdk:version-reporting", true},
                  {"aws:cdk:bundling-stacks", {"**"}}};
  context.update(more);
  return context;
}

// Members have no order.
bool same(const Json& left, const Json& right) {
  return nlohmann::json(left) == nlohmann::json(right);
}

}  // namespace

TEST_CASE("an app gets the context of cdk.json, of earlier lookups, and the CLI's own") {
  const AppFolder folder(R"({"app":"npx ts-node bin/app.ts","build":"npm run build",
                             "context":{"stage":"dev","both":1}})");
  folder.write("cdk.context.json", R"({"availability-zones:x":["a"],"both":2})");
  CHECK(find_project(folder.path()).kind == ProjectLocation::Kind::CdkApp);
  CHECK(find_project(folder.path() / "cdk.json").path == folder.path());
  const CdkApp app = folder.read();
  CHECK(app.command == "npx ts-node bin/app.ts");
  CHECK(app.build == "npm run build");
  CHECK(app.output == folder.path() / "cdk.out");
  CHECK(same(app.context,
             cli_context({{"stage", "dev"}, {"both", 1}, {"availability-zones:x", {"a"}}})));

  const auto variables = cdk_variables(app, {"/out", "000000000000", "eu-west-1"});
  CHECK(variables.at("CDK_OUTDIR") == "/out");
  CHECK(variables.at("CDK_DEFAULT_ACCOUNT") == "000000000000");
  CHECK(variables.at("CDK_DEFAULT_REGION") == "eu-west-1");
  CHECK(same(Json::parse(variables.at("CDK_CONTEXT_JSON")), app.context));
  CHECK_FALSE(variables.contains("CONTEXT_OVERFLOW_LOCATION_ENV"));
}

TEST_CASE("settings of cdk.json are the CLI's") {
  const AppFolder folder(R"({"app":["node","app.js"],"output":"../out","pathMetadata":false,
                             "assetMetadata":false,"versionReporting":false,"staging":false,
                             "bundlingStacks":["A"]})");
  const CdkApp app = folder.read();
  CHECK(app.command == "node app.js");
  CHECK(app.output == folder.path().parent_path() / "out");
  CHECK(same(app.context, {{"aws:cdk:disable-version-reporting", true},
                           {"aws:cdk:disable-asset-staging", true},
                           {"aws:cdk:bundling-stacks", {"A"}}}));
}

TEST_CASE("an app may be a script, or a folder that somebody else synthesises") {
  const AppFolder script(R"({"app":"app.js --fast"})");
  script.write("app.js", "");
  CHECK(script.read().command == "node app.js --fast");
  fs::permissions(script.path() / "app.js", fs::perms::owner_all);
  CHECK(script.read().command == "app.js --fast");

  script.write("cdk.json", R"({"app":"made"})");
  fs::create_directory(script.path() / "made");
  CHECK(script.read().assembly == script.path() / "made");
}

TEST_CASE("a context that is too long for a variable goes into a file") {
  const AppFolder folder(R"({"app":"node app.js"})");
  folder.write("cdk.context.json", R"({"ami:x":")" + std::string(130'000, 'x') + R"("})");
  const CdkApp app = folder.read();
  const auto variables = cdk_variables(app, {folder.path(), "1", "2"});
  CHECK(variables.at("CDK_CONTEXT_JSON") == "{}");
  std::ifstream file(variables.at("CONTEXT_OVERFLOW_LOCATION_ENV"));
  CHECK(same(Json::parse(file), app.context));
}

TEST_CASE("a CDK project that cannot be run is refused in a line that says what to do") {
  const AppFolder folder(R"({"context":{}})");
  const std::string file = (folder.path() / "cdk.json").string();
  CHECK(folder.refusal() ==
        file + ": it names no \"app\", the command that synthesises the stacks; add one");
  folder.write("cdk.json", R"({"app":)");
  CHECK(folder.refusal() == file + ": it is not a JSON object; correct it");
  folder.write("cdk.json", R"({"app":5})");
  CHECK(folder.refusal() == file + ": \"app\" is not a command");
  folder.write("cdk.json", R"({"app":"npx cdk-app","output":5})");
  CHECK(folder.refusal() == file + ": \"output\" is not a folder's name");
  folder.write("cdk.json", R"({"app":"npx cdk-app"})");
  folder.write("package.json", "{}");
  CHECK(folder.refusal() ==
        folder.path().string() + ": its packages are not installed; run npm install there");
  fs::create_directory(folder.path() / "node_modules");
  CHECK(folder.refusal() == "");
}

#include "deploy/project/template_project.h"

#include <filesystem>
#include <fstream>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "deploy/project/project_reader.h"

using namespace tombola::deploy;

namespace {

namespace fs = std::filesystem;

// A folder called my_app with a template in it, gone with the object.
class AppFolder {
 public:
  explicit AppFolder(const std::string& text, const char* name = "template.yaml")
      : root_(fs::temp_directory_path() / ("tombola-template-" + std::to_string(getpid()))) {
    fs::remove_all(root_);
    fs::create_directories(path() / "src");
    std::ofstream(path() / name) << text;
  }
  ~AppFolder() { fs::remove_all(root_); }
  AppFolder(const AppFolder&) = delete;
  AppFolder& operator=(const AppFolder&) = delete;
  fs::path path() const { return root_ / "my_app"; }

 private:
  fs::path root_;
};

nlohmann::json resource(const Project& project, const char* logical_id) {
  return nlohmann::json::parse(
      project.stacks.at(0).template_text)["Resources"][logical_id]["Properties"];
}

std::string refusal(const AppFolder& folder) {
  try {
    read_project(find_project(folder.path()));
    return "";
  } catch (const ProjectError& error) {
    return error.what();
  }
}

}  // namespace

TEST_CASE("the functions of a template run from where their code is") {
  const AppFolder folder(R"(
Transform: AWS::Serverless-2016-10-31
Globals: {Function: {CodeUri: src/}}
Resources:
  A: {Type: AWS::Serverless::Function, Properties: {Handler: app.handler}}
  B: {Type: AWS::Serverless::Function, Properties: {CodeUri: .}}
  C: {Type: AWS::Serverless::Function, Properties: {InlineCode: 'exports.handler = 1'}}
  D: {Type: AWS::Serverless::Function, Properties: {CodeUri: 's3://bucket/key'}}
  E: {Type: AWS::Lambda::Function, Properties: {Code: ./src}}
  F: {Type: AWS::Lambda::Function, Properties: {Code: {ZipFile: 'exports.handler = 1'}}}
)");
  const Project project = read_project(find_project(folder.path()));
  CHECK(project.stacks.at(0).name == "my-app");
  CHECK(project.read_from == std::vector<fs::path>{folder.path() / "template.yaml"});
  const std::string source = (folder.path() / "src").string();
  const auto in_place = [](const char* bucket, const char* key, const std::string& path) {
    return nlohmann::json({{bucket, "hot-reload"}, {key, path}});
  };
  CHECK(resource(project, "A")["CodeUri"] == in_place("Bucket", "Key", source + "/"));
  CHECK(resource(project, "B")["CodeUri"] ==
        in_place("Bucket", "Key", folder.path().string() + "/"));
  CHECK_FALSE(resource(project, "C").contains("CodeUri"));
  CHECK(resource(project, "D")["CodeUri"] == "s3://bucket/key");
  CHECK(resource(project, "E")["Code"] == in_place("S3Bucket", "S3Key", source));
  CHECK(resource(project, "F")["Code"] == nlohmann::json({{"ZipFile", "exports.handler = 1"}}));
}

// https://docs.aws.amazon.com/cli/latest/reference/cloudformation/package.html
TEST_CASE("what a template names by a path is an asset, nested templates with their own") {
  const AppFolder folder(R"(
Transform: AWS::Serverless-2016-10-31
Resources:
  Words: {Type: AWS::Serverless::LayerVersion, Properties: {ContentUri: layer/}}
  Remote: {Type: AWS::Lambda::LayerVersion, Properties: {Content: {S3Bucket: b, S3Key: k}}}
  Api: {Type: AWS::Serverless::Api, Properties: {StageName: a, DefinitionUri: api.yaml}}
  Child: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: child/stack.yaml}}
  Other: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: 'https://x/y'}}
)");
  const auto write = [&](const char* name, const char* text) {
    fs::create_directories((folder.path() / name).parent_path());
    std::ofstream(folder.path() / name) << text;
  };
  const std::string file = (folder.path() / "template.yaml").string();
  write("layer/python/words.py", "x = 1");
  write("api.yaml", "openapi: 3.0.1");
  CHECK(refusal(folder) == file + ": Child: its TemplateURL is " +
                               (folder.path() / "child/stack.yaml").string() +
                               ", which is not there; correct the path");
  write("child/stack.yaml",
        "Transform: AWS::Serverless-2016-10-31\n"
        "Resources: {F: {Type: 'AWS::Serverless::Function', Properties: {CodeUri: .}}}");
  const Project project = read_project(find_project(folder.path()));
  REQUIRE(project.assets.size() == 3);
  CHECK(resource(project, "Words")["ContentUri"]["Key"] == project.assets[0].key);
  CHECK(project.assets[0].key.ends_with(".zip"));
  CHECK(resource(project, "Remote")["Content"] ==
        nlohmann::json({{"S3Bucket", "b"}, {"S3Key", "k"}}));
  CHECK(resource(project, "Api")["DefinitionUri"]["Key"] == project.assets[1].key);
  CHECK(project.assets[1].bytes == "openapi: 3.0.1");
  CHECK(resource(project, "Child")["TemplateURL"]["Fn::Sub"] ==
        "https://s3.${AWS::Region}.amazonaws.com/" + project.assets[2].bucket + "/" +
            project.assets[2].key);
  CHECK(nlohmann::json::parse(
            *project.assets[2].bytes)["Resources"]["F"]["Properties"]["CodeUri"]["Key"] ==
        (folder.path() / "child/").string());
  CHECK(resource(project, "Other")["TemplateURL"] == "https://x/y");
  CHECK(project.read_from == std::vector<fs::path>{file, folder.path() / "api.yaml",
                                                   folder.path() / "child/stack.yaml"});
  CHECK(project.read_below == std::vector<fs::path>{folder.path() / "layer/"});
}

TEST_CASE("a template's file names its stack") {
  const AppFolder folder("Resources: {A: {Type: 'AWS::SQS::Queue'}}", "7 queues.yaml");
  CHECK(read_project(find_project(folder.path() / "7 queues.yaml")).stacks.at(0).name ==
        "stack-7-queues");
}

TEST_CASE("a template that cannot be used is refused by name") {
  SECTION("no template") {
    const AppFolder folder("Outputs: {}");
    CHECK(refusal(folder) == (folder.path() / "template.yaml").string() +
                                 ": it has no Resources, so it is no template of CloudFormation");
  }
  SECTION("no YAML") {
    const AppFolder folder("Resources: {");
    CHECK_THAT(refusal(folder),
               Catch::StartsWith((folder.path() / "template.yaml").string() +
                                 ": Template format error: YAML not well-formed."));
  }
  SECTION("code that is not there") {
    const AppFolder folder(
        "Transform: AWS::Serverless-2016-10-31\n"
        "Resources: {A: {Type: 'AWS::Serverless::Function', Properties: {CodeUri: lib}}}");
    CHECK(refusal(folder) == (folder.path() / "template.yaml").string() +
                                 ": the code of A is to be in " + (folder.path() / "lib").string() +
                                 ", which is not a folder; correct the path in the template");
  }
  SECTION("Globals that are none") {
    const AppFolder folder(
        "Globals: {Function: 5}\n"
        "Transform: AWS::Serverless-2016-10-31\n"
        "Resources: {A: {Type: 'AWS::Serverless::Function', Properties: {CodeUri: src/}}}");
    CHECK(refusal(folder) == "");  // SAM's transform says what is wrong
  }
  SECTION("a handler that is not there") {
    const AppFolder folder(
        "Transform: AWS::Serverless-2016-10-31\n"
        "Globals: {Function: {Runtime: python3.11, CodeUri: src/}}\n"
        "Resources: {A: {Type: 'AWS::Serverless::Function', Properties: {Handler: app.handler}}}");
    CHECK(refusal(folder) == (folder.path() / "template.yaml").string() +
                                 ": A: its Handler is app.handler, and there is no " +
                                 (folder.path() / "src/app.py").string() +
                                 "; correct the Handler, or add the file");
    std::ofstream(folder.path() / "src/app.py") << "";
    CHECK(refusal(folder) == "");
  }
  SECTION("resources of SAM without its transform") {
    const AppFolder folder(
        "Resources: {A: {Type: 'AWS::Serverless::Function', Properties: {CodeUri: src/}}}");
    CHECK(refusal(folder) == (folder.path() / "template.yaml").string() +
                                 ": A is of type AWS::Serverless::Function; add the line "
                                 "Transform: AWS::Serverless-2016-10-31");
  }
  SECTION("a folder with nothing of a project") {
    const AppFolder folder("{}", "cdk.json");
    CHECK(refusal(folder) ==
          folder.path().string() +
              ": it is no project: there is neither a cdk.json with an app, a cdk.out, a "
              "template.yaml nor a tombola.json in it");
  }
}

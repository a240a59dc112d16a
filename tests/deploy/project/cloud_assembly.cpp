// What `cdk synth` of aws-cdk-lib 2.63 wrote, and what is left of it when things go wrong.
#include "deploy/project/cloud_assembly.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "deploy/project/bundled_source.h"

using namespace tombola::deploy;

namespace {

namespace fs = std::filesystem;

constexpr const char* api_handler_asset =
    "asset.00d6b5ac63fb0ddd036374c66fc41e312b7dbae508e9f278bdd5733e05489187";
constexpr const char* stream_handler_asset =
    "asset.02e33eeafecaa69a46e3fd15bc52c9ed940cefcc1347c894cbe573a7aba33883";

void write(const fs::path& file, const std::string& text) {
  fs::create_directories(file.parent_path());
  std::ofstream(file) << text;
}

// A project folder with a cdk.out of chapter 4, gone with the object.
class ProjectFolder {
 public:
  ProjectFolder()
      : path_(fs::temp_directory_path() / ("tombola-project-" + std::to_string(getpid()))) {
    fs::remove_all(path_);
    fs::create_directories(path_);
    fs::copy(TOMBOLA_SOURCE_DIR "/tests/data/cdk/chapter04", assembly(),
             fs::copy_options::recursive);
  }
  ~ProjectFolder() { fs::remove_all(path_); }
  ProjectFolder(const ProjectFolder&) = delete;
  ProjectFolder& operator=(const ProjectFolder&) = delete;

  fs::path path() const { return path_; }
  fs::path assembly() const { return path_ / "cdk.out"; }
  void change(const char* file, const std::string& from, const std::string& to) const {
    std::ifstream in(assembly() / file);
    std::string text(std::istreambuf_iterator<char>(in), {});
    REQUIRE(text.find(from) != std::string::npos);
    for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
      text.replace(at, from.size(), to);
    }
    write(assembly() / file, text);
  }

 private:
  fs::path path_;
};

nlohmann::json function(const Project& project, const std::string& logical_id) {
  return nlohmann::json::parse(project.stacks.at(0).template_text)
      .at("Resources")
      .at(logical_id)
      .at("Properties");
}

std::string refusal(const ProjectFolder& folder) {
  try {
    read_cloud_assembly(folder.assembly());
    return "";
  } catch (const ProjectError& error) {
    return error.what();
  }
}

}  // namespace

TEST_CASE("functions run in place: the asset's folder, or the source that it was bundled from") {
  const ProjectFolder folder;
  Project project = read_cloud_assembly(folder.assembly());
  REQUIRE(project.stacks.size() == 1);
  CHECK(project.stacks[0].name == "Raffle");
  CHECK(function(project, "ApiHandlerLambdaB8B72F13")["Code"] ==
        nlohmann::json({{"S3Bucket", "hot-reload"},
                        {"S3Key", (folder.assembly() / api_handler_asset).string()}}));
  CHECK(function(project, "ApiHandlerLambdaB8B72F13")["Handler"] == "index.handler");

  write(folder.path() / "lib/lambda/api-handler.ts", "export const handler = async () => {};");
  project = read_cloud_assembly(folder.assembly());
  CHECK(function(project, "ApiHandlerLambdaB8B72F13")["Code"]["S3Key"] == folder.path().string());
  CHECK(function(project, "ApiHandlerLambdaB8B72F13")["Handler"] ==
        "lib/lambda/api-handler.handler");

  // A bundle that is an ES module, of a source that would be none.
  const fs::path asset = folder.assembly() / api_handler_asset;
  fs::rename(asset / "index.js", asset / "index.mjs");
  CHECK(function(read_cloud_assembly(folder.assembly()), "ApiHandlerLambdaB8B72F13")["Handler"] ==
        "index.handler");
  write(folder.path() / "package.json", R"({"type":"module"})");
  CHECK(function(read_cloud_assembly(folder.assembly()), "ApiHandlerLambdaB8B72F13")["Handler"] ==
        "lib/lambda/api-handler.handler");

  project = read_cloud_assembly(folder.assembly(), RunFrom::Bundles);
  CHECK(function(project, "ApiHandlerLambdaB8B72F13")["Handler"] == "index.handler");
  CHECK(project.run_from.empty());
}

TEST_CASE("assets are for a bucket, but for templates and for what runs in place") {
  const ProjectFolder folder;
  CHECK(read_cloud_assembly(folder.assembly()).assets.empty());
  folder.change("Raffle.assets.json", R"("files": {)",
                R"("files": {"page": {"source": {"path": "../page.html", "packaging": "file"},
                   "destinations": {"here": {"bucketName": "b", "objectKey": "page.html"}}},)");
  CHECK(refusal(folder) == folder.assembly().string() + ": the asset page.html is to be in " +
                               (folder.path() / "page.html").string() +
                               ", which is not there; run cdk synth");
  write(folder.path() / "page.html", "<html>");
  const Project project = read_cloud_assembly(folder.assembly());
  REQUIRE(project.assets.size() == 1);
  CHECK(project.assets[0].source == folder.path() / "page.html");
  CHECK_FALSE(project.assets[0].is_folder);
  CHECK(project.assets[0].bucket == "b");
  CHECK(project.assets[0].key == "page.html");
}

TEST_CASE("what a lookup would have to tell is asked for in a line") {
  const ProjectFolder folder;
  folder.change("manifest.json", R"("artifacts":)",
                R"("missing": [{"key": "ami:account=1", "provider": "ami"}], "artifacts":)");
  CHECK(
      refusal(folder) ==
      folder.assembly().string() +
          ": the app asks for ami:account=1, which only a lookup in an AWS account tells; run cdk "
          "synth once with that account's credentials (it keeps the answer in cdk.context.json), "
          "or give it under \"context\" in cdk.json");
}

TEST_CASE("an app that was just run is read from where it was told to write") {
  const ProjectFolder folder;
  const fs::path app = folder.path() / "app";
  write(app / "lib/lambda/api-handler.ts", "export const handler = async () => {};");
  fs::copy(folder.assembly() / stream_handler_asset, app / "copied");
  write(app / "copied/README.md", "");
  fs::create_directory(app / "node_modules");
  fs::copy(folder.assembly() / stream_handler_asset, app / "node_modules/copied");
  const Project project = read_synthesised_app(folder.assembly(), app);
  CHECK(function(project, "ApiHandlerLambdaB8B72F13")["Code"]["S3Key"] == app.string());
  CHECK(function(project, "DynamoStreamHandlerB4002F3D")["Code"]["S3Key"] ==
        (app / "copied").string());
  CHECK(project.run_from ==
        std::vector<fs::path>{app / "lib/lambda/api-handler.ts", app / "copied"});

  // One that is like two folders is like none.
  fs::copy(app / "copied", app / "again");
  CHECK(function(read_synthesised_app(folder.assembly(), app),
                 "DynamoStreamHandlerB4002F3D")["Code"]["S3Key"] ==
        (folder.assembly() / stream_handler_asset).string());
  fs::remove_all(app / "again");
  write(app / "copied/index.js", "changed");
  CHECK(read_synthesised_app(folder.assembly(), app).run_from.size() == 1);
}

TEST_CASE("stacks come after those that they depend on, whatever they are called") {
  const ProjectFolder folder;
  write(folder.assembly() / "manifest.json", R"({"artifacts":{
      "B":{"type":"aws:cloudformation:stack","dependencies":["A"],
           "properties":{"templateFile":"Raffle.template.json","stackName":"second",
                         "parameters":{"Size":"3"},
                         "tags":{"team":"a"}}},
      "A":{"type":"aws:cloudformation:stack","properties":{"templateFile":"Raffle.template.json"}},
      "Stage":{"type":"cdk:cloud-assembly","properties":{"directoryName":"assembly-Stage"}}}})");
  write(folder.assembly() / "assembly-Stage/manifest.json", R"({"artifacts":{
      "C":{"type":"aws:cloudformation:stack","properties":{"templateFile":"C.json"}}}})");
  write(folder.assembly() / "assembly-Stage/C.json", R"({"Resources":{}})");
  const Project project = read_cloud_assembly(folder.assembly());
  REQUIRE(project.stacks.size() == 3);
  CHECK(project.read_from ==
        std::vector<fs::path>{folder.assembly(), folder.assembly() / "assembly-Stage"});
  CHECK(project.stacks[0].name == "A");
  CHECK(project.stacks[1].name == "second");
  CHECK(project.stacks[1].parameters == std::map<std::string, std::string>{{"Size", "3"}});
  CHECK(project.stacks[1].tags == std::map<std::string, std::string>{{"team", "a"}});
  CHECK(project.stacks[2].name == "C");
}

TEST_CASE("what cannot be used is refused in a line that says what to do") {
  const ProjectFolder folder;
  const std::string where = folder.assembly().string();
  SECTION("no cdk.out") {
    fs::remove(folder.assembly() / "manifest.json");
    CHECK(refusal(folder) ==
          where +
              ": no manifest.json is in it, so it is no cdk.out; run cdk synth, or name the "
              "folder that cdk synth wrote");
  }
  SECTION("no folder at all") {
    fs::remove_all(folder.assembly());
    CHECK(refusal(folder).starts_with(where + ": no manifest.json is in it"));
  }
  SECTION("a file that is cut off") {
    write(folder.assembly() / "Raffle.template.json", R"({"Resources":)");
    CHECK(refusal(folder) ==
          where + "/Raffle.template.json: it is not a JSON object; run cdk synth");
  }
  SECTION("a template that is missing") {
    fs::remove(folder.assembly() / "Raffle.template.json");
    CHECK(refusal(folder) ==
          where + "/Raffle.template.json: it is not there or cannot be read; run cdk synth");
  }
  SECTION("an asset that is missing") {
    fs::remove_all(folder.assembly() / stream_handler_asset);
    CHECK_THAT(refusal(folder), Catch::StartsWith(where + ": the code of DynamoStreamHandler") &&
                                    Catch::EndsWith(std::string(stream_handler_asset) +
                                                    ", which is not there; run cdk synth"));
  }
  SECTION("bundling that was skipped") {
    folder.change("Raffle.assets.json", api_handler_asset, "..");
    CHECK(refusal(folder) ==
          where +
              ": the code of ApiHandlerLambdaB8B72F13 was not bundled (cdk ls and cdk destroy "
              "leave it so); run cdk synth");
  }
  SECTION("a manifest of another shape") {
    write(folder.assembly() / "manifest.json", R"({"artifacts":{"A":{"dependencies":[1]}}})");
    CHECK_THAT(refusal(folder), Catch::StartsWith(where + ": it is not as cdk synth writes it"));
  }
}

TEST_CASE("a bundle's entry is the last file that its comments name, dependencies aside") {
  CHECK(entry_named_in("// a.ts\n// lib/b.ts\ncode();\n// node_modules/c/index.js\n") ==
        "lib/b.ts");
  CHECK(entry_named_in("// lib/b.mts\r\n") == "lib/b.mts");
  CHECK(entry_named_in("// eslint-disable-line\n// see b.ts\n  // lib/c.ts\n// /etc/d.ts\n") ==
        std::nullopt);
  CHECK(entry_named_in("") == std::nullopt);
}

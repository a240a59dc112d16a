#include "deploy/project/cloud_assembly.h"

#include <iterator>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "deploy/project/asset_origin.h"
#include "deploy/project/bundled_source.h"
#include "deploy/project/handler_check.h"
#include "deploy/project/project_files.h"
#include "deploy/template/template.h"
#include "operations/lambda/function_code.h"

namespace tombola::deploy {
namespace {

namespace fs = std::filesystem;
using operations::lambda::run_in_place_bucket;

// Assemblies within assemblies: stages within stages.
constexpr int assembly_depth_max = 16;

Json json_of(const fs::path& file) {
  const auto text = text_of_file(file);
  if (!text) {
    throw ProjectError(
        fmt::format("{}: it is not there or cannot be read; run cdk synth", file.string()));
  }
  Json json = Json::parse(*text, nullptr, false);
  if (!json.is_object()) {
    throw ProjectError(fmt::format("{}: it is not a JSON object; run cdk synth", file.string()));
  }
  return json;
}

// The member of an object, or an empty object.
const Json& member(const Json& object, const char* name) {
  static const Json none = Json::object();
  const auto found = object.find(name);  // the end, too, for what is no object
  return found == object.end() ? none : *found;
}

std::map<std::string, std::string> texts_of(const Json& object) {
  std::map<std::string, std::string> texts;
  for (const auto& [name, value] : object.items()) {
    texts[name] = value.is_string() ? value.get<std::string>() : value.dump();
  }
  return texts;
}

class Assembly {
 public:
  // `app`: the folder of the app, where it is known; empty: somewhere above the assembly.
  Assembly(fs::path folder, fs::path app, RunFrom run, int depth)
      : folder_(std::move(folder)), app_(std::move(app)), run_(run), depth_(depth) {
    const fs::path manifest = folder_ / "manifest.json";
    std::error_code ignored;
    if (!fs::exists(manifest, ignored)) {
      throw ProjectError(
          fmt::format("{}: no manifest.json is in it, so it is no cdk.out; run cdk synth, or name "
                      "the folder that cdk synth wrote",
                      folder_.string()));
    }
    const Json document = json_of(manifest);
    artifacts_ = member(document, "artifacts");
    check_context(member(document, "missing"));
    project_.read_from.push_back(folder_);
  }

  Project read() {
    read_assets();
    for (const auto& [id, artifact] : artifacts_.items()) {
      visit(id, artifact);
    }
    for (const ProjectAsset& asset : assets_) {
      if (!done_.contains(asset.source)) {
        check_asset(asset);
        project_.assets.push_back(asset);
      }
    }
    return std::move(project_);
  }

 private:
  void read_assets() {
    for (const auto& [id, artifact] : artifacts_.items()) {
      if (text_member(artifact, "type") != "cdk:asset-manifest") {
        continue;
      }
      const Json manifest = json_of(folder_ / text_member(member(artifact, "properties"), "file"));
      const Json& files = member(manifest, "files");
      for (const auto& [hash, file] : files.items()) {
        const Json& source = member(file, "source");
        if (!source.contains("path")) {
          continue;  // a command that would make it
        }
        for (const auto& [name, destination] : member(file, "destinations").items()) {
          assets_.push_back({(folder_ / text_member(source, "path")).lexically_normal(),
                             text_member(source, "packaging") == "zip",
                             text_member(destination, "bucketName"),
                             text_member(destination, "objectKey")});
        }
      }
    }
  }

  // What the app has asked for and nobody could tell it: then its templates hold stand-ins.
  void check_context(const Json& missing) const {
    for (const Json& lookup : missing) {
      throw ProjectError(fmt::format(
          "{}: the app asks for {}, which only a lookup in an AWS account tells; run cdk synth "
          "once "
          "with that account's credentials (it keeps the answer in cdk.context.json), or give it "
          "under \"context\" in cdk.json",
          folder_.string(), text_member(lookup, "key")));
    }
  }

  // After what it depends on.
  void visit(const std::string& id, const Json& artifact) {
    if (!visited_.insert(id).second) {
      return;
    }
    for (const Json& dependency : member(artifact, "dependencies")) {
      const auto found = artifacts_.find(dependency.get<std::string>());
      if (found != artifacts_.end()) {
        visit(found.key(), *found);
      }
    }
    const std::string type = text_member(artifact, "type");
    if (type == "aws:cloudformation:stack") {
      project_.stacks.push_back(stack(id, member(artifact, "properties")));
    } else if (type == "cdk:cloud-assembly") {
      add_nested(text_member(member(artifact, "properties"), "directoryName"));
    }
  }

  void add_nested(const std::string& directory) {
    if (depth_ == assembly_depth_max) {
      throw ProjectError(fmt::format("{}: assemblies are nested too deep", folder_.string()));
    }
    Project nested = Assembly(folder_ / directory, app_, run_, depth_ + 1).read();
    std::move(nested.stacks.begin(), nested.stacks.end(), std::back_inserter(project_.stacks));
    project_.read_from.insert(project_.read_from.end(), nested.read_from.begin(),
                              nested.read_from.end());
    project_.run_from.insert(project_.run_from.end(), nested.run_from.begin(),
                             nested.run_from.end());
    project_.assets.insert(project_.assets.end(), nested.assets.begin(), nested.assets.end());
  }

  ProjectStack stack(const std::string& id, const Json& properties) {
    const std::string name = text_member(properties, "stackName");
    const fs::path file = folder_ / text_member(properties, "templateFile");
    Json document = json_of(file);
    done_.insert(file.lexically_normal());
    if (document.contains("Resources")) {
      for (const auto& [logical_id, resource] : document["Resources"].items()) {
        if (text_member(resource, "Type") == "AWS::Lambda::Function") {
          run_in_place(logical_id, resource["Properties"]);
        }
      }
    }
    return {name.empty() ? id : name, document.dump(), texts_of(member(properties, "parameters")),
            texts_of(member(properties, "tags"))};
  }

  void run_in_place(const std::string& logical_id, Json& properties) {
    const std::string key = text_member(member(properties, "Code"), "S3Key");
    for (const ProjectAsset& asset : assets_) {
      if (key.empty() || asset.key != key || !asset.is_folder) {
        continue;
      }
      check_folder(logical_id, asset.source);
      done_.insert(asset.source);
      fs::path code = asset.source;
      if (const auto source = source_of(asset)) {
        const std::string handler = text_member(properties, "Handler");
        code = source->root;
        project_.run_from.push_back(source->root / source->file);
        properties["Handler"] = fs::path(source->file).replace_extension().string() + "." +
                                handler.substr(handler.rfind('.') + 1);
      } else if (const auto origin = origin_of(asset)) {
        code = *origin;
        if (!is_within(app_, code)) {  // which has all there is
          project_.run_from.push_back(code);
        }
      }
      if (const auto problem = missing_handler(code, properties)) {
        throw ProjectError(fmt::format("{}: {}: {}", folder_.string(), logical_id, *problem));
      }
      properties["Code"] = {{"S3Bucket", run_in_place_bucket}, {"S3Key", code.string()}};
      return;
    }
  }

  std::optional<BundledSource> source_of(const ProjectAsset& asset) const {
    return run_ == RunFrom::Bundles
               ? std::nullopt
               : source_of_bundle(asset.source, app_.empty() ? folder_.parent_path() : app_);
  }

  // Only of what was just copied: later on the copy is no more like its origin than a memory.
  std::optional<fs::path> origin_of(const ProjectAsset& asset) const {
    return run_ == RunFrom::Bundles || app_.empty() ? std::nullopt
                                                    : origin_of_asset(asset.source, app_);
  }

  void check_folder(const std::string& logical_id, const fs::path& asset) const {
    const std::string about = fmt::format("{}: the code of {}", folder_.string(), logical_id);
    std::error_code ignored;
    // `cdk ls` and `cdk destroy` bundle nothing and leave the project itself as the asset.
    if (app_.empty() && is_within(folder_, asset)) {
      throw ProjectError(about +
                         " was not bundled (cdk ls and cdk destroy leave it so); run cdk synth");
    }
    if (!fs::is_directory(asset, ignored)) {
      throw ProjectError(fmt::format("{} is to be in {}, which is not there; run cdk synth", about,
                                     asset.string()));
    }
  }

  void check_asset(const ProjectAsset& asset) const {
    std::error_code ignored;
    if (!fs::exists(asset.source, ignored)) {
      throw ProjectError(
          fmt::format("{}: the asset {} is to be in {}, which is not there; run cdk synth",
                      folder_.string(), asset.key, asset.source.string()));
    }
  }

  fs::path folder_;  // absolute
  fs::path app_;
  RunFrom run_;
  int depth_;
  Json artifacts_ = Json::object();
  std::vector<ProjectAsset> assets_;
  std::set<fs::path> done_;  // of these, what is a stack's template or runs in place
  std::set<std::string> visited_;
  Project project_;
};

}  // namespace

Project read_synthesised_app(const fs::path& folder, const fs::path& app, RunFrom run) {
  std::error_code error;
  const fs::path canonical = fs::weakly_canonical(folder, error);
  try {
    return Assembly(error ? fs::absolute(folder) : canonical, app, run, 0).read();
  } catch (const Json::exception& wrong) {
    throw ProjectError(fmt::format("{}: it is not as cdk synth writes it ({}); run cdk synth",
                                   folder.string(), wrong.what()));
  }
}

Project read_cloud_assembly(const fs::path& folder, RunFrom run) {
  return read_synthesised_app(folder, {}, run);
}

}  // namespace tombola::deploy

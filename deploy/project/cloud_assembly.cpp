#include "deploy/project/cloud_assembly.h"

#include <fstream>
#include <iterator>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "deploy/project/bundled_source.h"
#include "deploy/template/template.h"

namespace tombola::deploy {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view run_in_place_bucket = "hot-reload";
// Assemblies within assemblies: stages within stages.
constexpr int assembly_depth_max = 16;

std::string text_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    throw ProjectError(
        fmt::format("{}: it is not there or cannot be read; run cdk synth", file.string()));
  }
  return {std::istreambuf_iterator<char>(in), {}};
}

Json json_of(const fs::path& file) {
  Json json = Json::parse(text_of(file), nullptr, false);
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

std::string string_member(const Json& object, const char* name) {
  const Json& value = member(object, name);
  return value.is_string() ? value.get<std::string>() : std::string();
}

std::map<std::string, std::string> texts_of(const Json& object) {
  std::map<std::string, std::string> texts;
  for (const auto& [name, value] : object.items()) {
    texts[name] = value.is_string() ? value.get<std::string>() : value.dump();
  }
  return texts;
}

// A file or folder that the templates' resources know by its key in a bucket.
struct Asset {
  fs::path source;
  bool is_folder = false;
  std::string object_key;
};

class Assembly {
 public:
  Assembly(fs::path folder, int depth) : folder_(std::move(folder)), depth_(depth) {
    const fs::path manifest = folder_ / "manifest.json";
    std::error_code ignored;
    if (!fs::exists(manifest, ignored)) {
      throw ProjectError(
          fmt::format("{}: no manifest.json is in it, so it is no cdk.out; run cdk synth, or name "
                      "the folder that cdk synth wrote",
                      folder_.string()));
    }
    artifacts_ = member(json_of(manifest), "artifacts");
    project_.read_from.push_back(folder_);
  }

  Project read() {
    read_assets();
    for (const auto& [id, artifact] : artifacts_.items()) {
      visit(id, artifact);
    }
    return std::move(project_);
  }

 private:
  void read_assets() {
    for (const auto& [id, artifact] : artifacts_.items()) {
      if (string_member(artifact, "type") != "cdk:asset-manifest") {
        continue;
      }
      const Json manifest =
          json_of(folder_ / string_member(member(artifact, "properties"), "file"));
      const Json& files = member(manifest, "files");
      for (const auto& [hash, file] : files.items()) {
        const Json& source = member(file, "source");
        for (const auto& [name, destination] : member(file, "destinations").items()) {
          assets_.push_back({(folder_ / string_member(source, "path")).lexically_normal(),
                             string_member(source, "packaging") == "zip",
                             string_member(destination, "objectKey")});
        }
      }
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
    const std::string type = string_member(artifact, "type");
    if (type == "aws:cloudformation:stack") {
      project_.stacks.push_back(stack(id, member(artifact, "properties")));
    } else if (type == "cdk:cloud-assembly") {
      add_nested(string_member(member(artifact, "properties"), "directoryName"));
    }
  }

  void add_nested(const std::string& directory) {
    if (depth_ == assembly_depth_max) {
      throw ProjectError(fmt::format("{}: assemblies are nested too deep", folder_.string()));
    }
    Project nested = Assembly(folder_ / directory, depth_ + 1).read();
    std::move(nested.stacks.begin(), nested.stacks.end(), std::back_inserter(project_.stacks));
    project_.read_from.insert(project_.read_from.end(), nested.read_from.begin(),
                              nested.read_from.end());
  }

  ProjectStack stack(const std::string& id, const Json& properties) {
    const std::string name = string_member(properties, "stackName");
    Json document = json_of(folder_ / string_member(properties, "templateFile"));
    if (document.contains("Resources")) {
      for (const auto& [logical_id, resource] : document["Resources"].items()) {
        if (string_member(resource, "Type") == "AWS::Lambda::Function") {
          run_in_place(logical_id, resource["Properties"]);
        }
      }
    }
    return {name.empty() ? id : name, document.dump(), texts_of(member(properties, "parameters")),
            texts_of(member(properties, "tags"))};
  }

  void run_in_place(const std::string& logical_id, Json& properties) const {
    const std::string key = string_member(member(properties, "Code"), "S3Key");
    for (const Asset& asset : assets_) {
      if (key.empty() || asset.object_key != key || !asset.is_folder) {
        continue;
      }
      check_folder(logical_id, asset.source);
      fs::path code = asset.source;
      if (const auto source = source_of_bundle(asset.source, folder_)) {
        const std::string handler = string_member(properties, "Handler");
        code = source->root;
        properties["Handler"] = fs::path(source->file).replace_extension().string() + "." +
                                handler.substr(handler.rfind('.') + 1);
      }
      properties["Code"] = {{"S3Bucket", run_in_place_bucket}, {"S3Key", code.string()}};
      return;
    }
  }

  void check_folder(const std::string& logical_id, const fs::path& asset) const {
    const std::string about = fmt::format("{}: the code of {}", folder_.string(), logical_id);
    std::error_code ignored;
    // `cdk ls` and `cdk destroy` bundle nothing and leave the project itself as the asset.
    const fs::path relative = folder_.lexically_relative(asset);
    if (!relative.empty() && *relative.begin() != "..") {
      throw ProjectError(about +
                         " was not bundled (cdk ls and cdk destroy leave it so); run cdk synth");
    }
    if (!fs::is_directory(asset, ignored)) {
      throw ProjectError(fmt::format("{} is to be in {}, which is not there; run cdk synth", about,
                                     asset.string()));
    }
  }

  fs::path folder_;  // absolute
  int depth_;
  Json artifacts_ = Json::object();
  std::vector<Asset> assets_;
  std::set<std::string> visited_;
  Project project_;
};

}  // namespace

Project read_cloud_assembly(const fs::path& folder) {
  std::error_code error;
  const fs::path canonical = fs::weakly_canonical(folder, error);
  try {
    return Assembly(error ? fs::absolute(folder) : canonical, 0).read();
  } catch (const Json::exception& wrong) {
    throw ProjectError(fmt::format("{}: it is not as cdk synth writes it ({}); run cdk synth",
                                   folder.string(), wrong.what()));
  }
}

}  // namespace tombola::deploy

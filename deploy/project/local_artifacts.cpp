#include "deploy/project/local_artifacts.h"

#include <array>

#include <fmt/format.h>

#include "deploy/project/project_files.h"
#include "services/digest.h"
#include "triggers/functions/zip_archive.h"

namespace tombola::deploy {
namespace {

namespace fs = std::filesystem;

// One that is there as soon as somebody asks for it.
constexpr const char* bucket = "cdk-hnb659fds-assets-${AWS::AccountId}-${AWS::Region}";

enum class Kind { Archive, File, Template };
struct Artifact {
  std::string_view type;
  const char* property;
  Kind kind;
  // The members that say bucket and key; of a template there is a URL.
  const char* bucket_member = "";
  const char* key_member = "";
};
constexpr std::array<Artifact, 7> artifacts = {{
    {"AWS::Lambda::LayerVersion", "Content", Kind::Archive, "S3Bucket", "S3Key"},
    {"AWS::Serverless::LayerVersion", "ContentUri", Kind::Archive, "Bucket", "Key"},
    {"AWS::Serverless::Api", "DefinitionUri", Kind::File, "Bucket", "Key"},
    {"AWS::Serverless::HttpApi", "DefinitionUri", Kind::File, "Bucket", "Key"},
    {"AWS::ApiGateway::RestApi", "BodyS3Location", Kind::File, "Bucket", "Key"},
    {"AWS::CloudFormation::Stack", "TemplateURL", Kind::Template},
    {"AWS::Serverless::Application", "Location", Kind::Template},
}};

class Packaging {
 public:
  Packaging(const TemplateFile& in, Project& project) : in_(in), project_(project) {}

  void package(const std::string& logical_id, const Artifact& artifact, Json& properties) {
    const std::string path = local_path(properties, artifact.property);
    if (path.empty()) {
      return;
    }
    const fs::path source = (in_.file.parent_path() / path).lexically_normal();
    std::error_code ignored;
    const bool is_folder = fs::is_directory(source, ignored);
    if (!is_folder && !fs::is_regular_file(source, ignored)) {
      throw ProjectError(fmt::format("{}: {}: its {} is {}, which is not there; correct the path",
                                     in_.file.string(), logical_id, artifact.property,
                                     source.string()));
    }
    (is_folder ? project_.read_below : project_.read_from).push_back(source);
    if (artifact.kind == Kind::Template) {
      const std::string key = add(in_.template_of(source).dump(), ".json");
      properties[artifact.property] = {
          {"Fn::Sub", fmt::format("https://s3.${{AWS::Region}}.amazonaws.com/{}/{}", bucket, key)}};
      return;
    }
    const bool is_archive = artifact.kind == Kind::Archive;
    const std::string key =
        add(is_folder ? triggers::pack_zip(source) : text_of_file(source).value_or(""),
            is_archive ? ".zip" : source.extension().string());
    properties[artifact.property] = {{artifact.bucket_member, {{"Fn::Sub", bucket}}},
                                     {artifact.key_member, key}};
  }

 private:
  // Its key, which names its content.
  std::string add(std::string bytes, const std::string& extension) {
    const std::string key =
        services::hexadecimal(services::checksum("SHA256", bytes).value()) + extension;
    project_.assets.push_back({{}, false, bucket, key, std::move(bytes)});
    return key;
  }

  const TemplateFile& in_;
  Project& project_;
};

}  // namespace

void package_artifacts(const TemplateFile& in, Json& document, Project& project) {
  const auto resources = document.find("Resources");
  if (resources == document.end() || !resources->is_object()) {
    return;  // refused later, in CloudFormation's words
  }
  Packaging packaging(in, project);
  for (auto& [logical_id, resource] : resources->items()) {
    if (!resource.is_object() || !resource.contains("Properties") ||
        !resource["Properties"].is_object()) {
      continue;
    }
    for (const Artifact& artifact : artifacts) {
      if (resource.value("Type", Json()) == artifact.type) {
        packaging.package(logical_id, artifact, resource["Properties"]);
      }
    }
  }
}

}  // namespace tombola::deploy

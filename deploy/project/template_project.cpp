#include "deploy/project/template_project.h"

#include <fmt/format.h>

#include "deploy/project/handler_check.h"
#include "deploy/project/local_artifacts.h"
#include "deploy/project/project_files.h"
#include "deploy/template/sam/sam_transform.h"
#include "deploy/template/template_error.h"
#include "deploy/template/template_text.h"
#include "operations/lambda/function_code.h"

namespace tombola::deploy {
namespace {

namespace fs = std::filesystem;
using operations::lambda::run_in_place_bucket;

// Templates within templates.
constexpr int nested_templates_max = 8;

Json document_of(const fs::path& file) {
  const auto text = text_of_file(file);
  if (!text) {
    throw ProjectError(fmt::format("{}: it cannot be read", file.string()));
  }
  try {
    return parse_template_text(*text);
  } catch (const TemplateError& error) {
    throw ProjectError(fmt::format("{}: {}", file.string(), error.what()));
  }
}

std::string stack_name(const fs::path& file) {
  const std::string stem = file.stem().string();
  const bool is_unnamed = stem == "template" || stem == "sam";
  return stack_name_of(is_unnamed ? file.parent_path().filename().string() : stem);
}

// Null: it is none of the object's, or that is no object.
Json* find(Json* object, const char* name) {
  return object != nullptr && object->is_object() && object->contains(name) ? &(*object)[name]
                                                                            : nullptr;
}

class InPlace {
 public:
  explicit InPlace(fs::path file) : file_(std::move(file)) {}

  void change(Json& document) const {
    Json* const of_all_functions = find(find(&document, "Globals"), "Function");
    const std::string of_all =
        of_all_functions == nullptr ? "" : local_path(*of_all_functions, "CodeUri");
    Json* resources = find(&document, "Resources");
    if (!resources->is_object()) {
      return;  // refused later, in CloudFormation's words
    }
    for (auto& [logical_id, resource] : resources->items()) {
      const Json* type = find(&resource, "Type");
      Json* properties = find(&resource, "Properties");
      if (type == nullptr || properties == nullptr || !properties->is_object()) {
        continue;
      }
      if (*type == "AWS::Serverless::Function" && !properties->contains("InlineCode")) {
        const bool is_given = properties->contains("CodeUri");
        const std::string path = is_given ? local_path(*properties, "CodeUri") : of_all;
        if (!path.empty()) {
          Json whole = Json::object();
          if (of_all_functions != nullptr && of_all_functions->is_object()) {
            whole = *of_all_functions;
          }
          whole.update(*properties);
          (*properties)["CodeUri"] = {{"Bucket", run_in_place_bucket},
                                      {"Key", folder(logical_id, path, whole)}};
        }
      } else if (*type == "AWS::Lambda::Function") {
        const std::string path = local_path(*properties, "Code");
        if (!path.empty()) {
          (*properties)["Code"] = {{"S3Bucket", run_in_place_bucket},
                                   {"S3Key", folder(logical_id, path, *properties)}};
        }
      }
    }
  }

 private:
  // `function`: its properties.
  std::string folder(const std::string& logical_id, const std::string& path,
                     const Json& function) const {
    const fs::path folder = (file_.parent_path() / path).lexically_normal();
    std::error_code ignored;
    if (!fs::is_directory(folder, ignored)) {
      throw ProjectError(fmt::format(
          "{}: the code of {} is to be in {}, which is not a folder; correct the path in the "
          "template",
          file_.string(), logical_id, folder.string()));
    }
    if (const auto problem = missing_handler(folder, function)) {
      throw ProjectError(fmt::format("{}: {}: {}", file_.string(), logical_id, *problem));
    }
    return folder.string();
  }

  fs::path file_;  // absolute
};

// CloudFormation knows SAM's resources only behind their transform, and does not say so.
void check_transform(const fs::path& file, const Json& document) {
  if (document.contains("Transform") || !document["Resources"].is_object()) {
    return;
  }
  for (const auto& [logical_id, resource] : document["Resources"].items()) {
    const std::string type = text_member(resource, "Type");
    if (type.starts_with("AWS::Serverless::")) {
      throw ProjectError(fmt::format("{}: {} is of type {}; add the line Transform: {}",
                                     file.string(), logical_id, type, sam_transform_name));
    }
  }
}

// With all that it names by a path of this machine.
Json packaged_document(const fs::path& file, Project& project, int depth) {
  if (depth > nested_templates_max) {
    throw ProjectError(fmt::format("{}: templates are nested too deep", file.string()));
  }
  Json document = document_of(file);
  if (!document.is_object() || !document.contains("Resources")) {
    throw ProjectError(fmt::format(
        "{}: it has no Resources, so it is no template of CloudFormation", file.string()));
  }
  check_transform(file, document);
  InPlace(file).change(document);
  package_artifacts(
      {file, [&](const fs::path& nested) { return packaged_document(nested, project, depth + 1); }},
      document, project);
  return document;
}

}  // namespace

Project read_template_project(const fs::path& file) {
  const fs::path absolute = fs::weakly_canonical(file);
  Project project;
  project.read_from.push_back(absolute);
  const Json document = packaged_document(absolute, project, 0);
  project.stacks.push_back({stack_name(absolute), document.dump(), {}, {}});
  return project;
}

}  // namespace tombola::deploy

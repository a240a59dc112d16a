#include "deploy/template/resolved_template.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "deploy/template/rules.h"
#include "deploy/template/template_checks.h"
#include "deploy/template/template_error.h"

namespace tombola::deploy {
namespace {

class Builder {
 public:
  explicit Builder(const Resolver& resolver)
      : resolver_(resolver), source_(resolver.scope().source) {}

  ResolvedTemplate build() {
    for (const ResourceDefinition& resource : source_.resources) {
      if (resource.condition.empty() || resolver_.holds(resource.condition)) {
        there_.insert(resource.logical_id);
      }
    }
    for (const ResourceDefinition& resource : source_.resources) {
      add(resource);
    }
    for (const OutputDefinition& output : source_.outputs) {
      if (output.condition.empty() || resolver_.holds(output.condition)) {
        check_references(output.value, "Outputs");
        resolver_.resolve(output.value);
        resolver_.resolve(output.export_name);
        result_.outputs.push_back(output);
      }
    }
    return std::move(result_);
  }

 private:
  // After what it depends on; check_template has seen to it that this comes to an end.
  void add(const ResourceDefinition& definition) {
    if (!there_.contains(definition.logical_id) || !added_.insert(definition.logical_id).second) {
      return;
    }
    check_references(definition.properties, "Resources");
    ResolvedResource resource;
    resource.definition = definition;
    resource.properties = resolver_.value_of(definition.properties);
    resource.metadata =
        definition.metadata.is_null() ? Json() : resolver_.value_of(definition.metadata);
    for (const std::string& name : dependencies_of(definition, source_, holds_)) {
      if (there_.contains(name)) {
        resource.depends_on.push_back(name);
        add(*source_.find_resource(name));
      }
    }
    result_.resources.push_back(std::move(resource));
  }

  void check_references(const Json& expression, const char* block) const {
    for (const Reference& reference : references_in(expression, holds_)) {
      if (source_.find_resource(reference.name) != nullptr && !there_.contains(reference.name)) {
        throw TemplateError(
            fmt::format("Template format error: Unresolved resource dependencies [{}] in the {} "
                        "block of the template",
                        reference.name, block));
      }
    }
  }

  const Resolver& resolver_;
  const Template& source_;
  const Holds holds_ = [this](const std::string& name) { return resolver_.holds(name); };
  std::set<std::string> there_;
  std::set<std::string> added_;
  ResolvedTemplate result_;
};

}  // namespace

const ResolvedResource* ResolvedTemplate::find(std::string_view logical_id) const {
  const auto found =
      std::find_if(resources.begin(), resources.end(), [&](const ResolvedResource& resource) {
        return resource.definition.logical_id == logical_id;
      });
  return found == resources.end() ? nullptr : &*found;
}

ResolvedTemplate resolve_template(const Resolver& resolver) {
  check_rules(resolver);
  return Builder(resolver).build();
}

}  // namespace tombola::deploy

#include "deploy/template/template_checks.h"

#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "deploy/template/sam/sam_transform.h"
#include "deploy/template/template_error.h"

namespace tombola::deploy {
namespace {

void add_once(std::vector<std::string>& names, const std::string& name) {
  if (std::find(names.begin(), names.end(), name) == names.end()) {
    names.push_back(name);
  }
}

void fail_on_unresolved(const std::vector<std::string>& names, const char* block) {
  if (!names.empty()) {
    throw TemplateError(
        fmt::format("Template format error: Unresolved resource dependencies [{}] in the {} block "
                    "of the template",
                    fmt::join(names, ", "), block));
  }
}

// Adds the names that are neither resource nor parameter. A GetAtt of nothing has its own text.
void check_references(const Json& expression, const Template& source,
                      std::vector<std::string>& unresolved) {
  for (const Reference& reference : references_in(expression)) {
    if (source.find_resource(reference.name) != nullptr) {
      continue;
    }
    if (!reference.attribute.empty()) {
      throw TemplateError(
          fmt::format("Template error: instance of Fn::GetAtt references undefined resource {}",
                      reference.name));
    }
    if (source.find_parameter(reference.name) == nullptr && !is_pseudo_parameter(reference.name)) {
      add_once(unresolved, reference.name);
    }
  }
}

// Of SAM where nobody asked for SAM. Other types that are not here have stand-ins.
void check_types(const Template& source) {
  if (std::find(source.transforms.begin(), source.transforms.end(), sam_transform_name) !=
      source.transforms.end()) {
    return;
  }
  std::vector<std::string> unknown;
  for (const ResourceDefinition& resource : source.resources) {
    if (resource.type.starts_with("AWS::Serverless::")) {
      add_once(unknown, resource.type);
    }
  }
  if (!unknown.empty()) {
    throw TemplateError(fmt::format("Template format error: Unrecognized resource types: [{}]",
                                    fmt::join(unknown, ", ")));
  }
}

void check_condition_name(const std::string& name, const Template& source, const char* block) {
  if (!name.empty() && source.find_condition(name) == nullptr) {
    throw TemplateError(
        fmt::format("Template format error: Unresolved condition dependency {} in the {} block of "
                    "the template",
                    name, block));
  }
}

void check_condition_names(const Json& expression, const Template& source, const char* block) {
  for (const std::string& name : conditions_in(expression)) {
    check_condition_name(name, source, block);
  }
}

// The conditions that a condition is made of.
void conditions_of_condition(const Json& expression, std::vector<std::string>& names) {
  if (expression.is_object() && expression.size() == 1 && expression.begin().key() == "Condition" &&
      expression.begin().value().is_string()) {
    add_once(names, expression.begin().value().get<std::string>());
  } else if (expression.is_structured()) {
    for (const Json& member : expression) {
      conditions_of_condition(member, names);
    }
  }
}

void check_conditions(const Template& source) {
  for (const ConditionDefinition& condition : source.conditions) {
    std::vector<std::string> unresolved;
    for (const Reference& reference : references_in(condition.expression)) {
      if (source.find_parameter(reference.name) == nullptr &&
          !is_pseudo_parameter(reference.name)) {
        add_once(unresolved, reference.name);
      }
    }
    if (!unresolved.empty()) {
      throw TemplateError(
          fmt::format("Template format error: Unresolved dependencies [{}]. Cannot reference "
                      "resources in the Conditions block of the template",
                      fmt::join(unresolved, ", ")));
    }
    std::vector<std::string> names;
    conditions_of_condition(condition.expression, names);
    for (const std::string& name : names) {
      check_condition_name(name, source, "Conditions");
    }
  }
}

// A walk in depth that finds a circle: the names from where it closes.
class CircleSearch {
 public:
  using Edges = std::function<std::vector<std::string>(const std::string&)>;
  explicit CircleSearch(Edges edges) : edges_(std::move(edges)) {}

  std::vector<std::string> from(const std::string& name) {
    State& state = states_[name];
    if (state == State::Done) {
      return {};
    }
    if (state == State::OnPath) {
      return {std::find(path_.begin(), path_.end(), name), path_.end()};
    }
    state = State::OnPath;
    path_.push_back(name);
    for (const std::string& next : edges_(name)) {
      if (auto circle = from(next); !circle.empty()) {
        return circle;
      }
    }
    path_.pop_back();
    states_[name] = State::Done;
    return {};
  }

 private:
  enum class State { New, OnPath, Done };
  Edges edges_;
  std::map<std::string, State> states_;
  std::vector<std::string> path_;
};

void check_circles(const Template& source) {
  CircleSearch conditions([&](const std::string& name) {
    std::vector<std::string> names;
    conditions_of_condition(source.find_condition(name)->expression, names);
    return names;
  });
  for (const ConditionDefinition& condition : source.conditions) {
    if (!conditions.from(condition.name).empty()) {
      throw TemplateError("Template format error: Found circular condition dependency: " +
                          condition.name);
    }
  }
  CircleSearch resources([&](const std::string& name) {
    return dependencies_of(*source.find_resource(name), source);
  });
  for (const ResourceDefinition& resource : source.resources) {
    const auto circle = resources.from(resource.logical_id);
    if (!circle.empty()) {
      throw TemplateError(
          fmt::format("Circular dependency between resources: [{}]", fmt::join(circle, ", ")));
    }
  }
}

}  // namespace

void check_template(const Template& source) {
  check_types(source);
  check_conditions(source);
  std::vector<std::string> unresolved;
  for (const ResourceDefinition& resource : source.resources) {
    check_references(resource.properties, source, unresolved);
    for (const std::string& name : resource.depends_on) {
      if (source.find_resource(name) == nullptr) {
        add_once(unresolved, name);
      }
    }
  }
  fail_on_unresolved(unresolved, "Resources");
  for (const OutputDefinition& output : source.outputs) {
    check_references(output.value, source, unresolved);
    check_references(output.export_name, source, unresolved);
  }
  fail_on_unresolved(unresolved, "Outputs");
  for (const ResourceDefinition& resource : source.resources) {
    check_condition_name(resource.condition, source, "Resources");
    check_condition_names(resource.properties, source, "Resources");
  }
  for (const OutputDefinition& output : source.outputs) {
    check_condition_name(output.condition, source, "Outputs");
    check_condition_names(output.value, source, "Outputs");
  }
  check_circles(source);
}

std::vector<std::string> dependencies_of(const ResourceDefinition& resource, const Template& source,
                                         const Holds& holds) {
  std::vector<std::string> names = resource.depends_on;
  for (const Reference& reference : references_in(resource.properties, holds)) {
    if (source.find_resource(reference.name) != nullptr) {
      add_once(names, reference.name);
    }
  }
  return names;
}

bool is_pseudo_parameter(std::string_view name) {
  static constexpr std::array<std::string_view, 8> names = {
      "AWS::AccountId", "AWS::NotificationARNs", "AWS::NoValue",   "AWS::Partition",
      "AWS::Region",    "AWS::StackId",          "AWS::StackName", "AWS::URLSuffix"};
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace tombola::deploy

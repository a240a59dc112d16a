#include "deploy/stack/stack_plan.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "deploy/resources/resource_error.h"
#include "deploy/resources/resource_type.h"
#include "deploy/template/language_extensions.h"
#include "deploy/template/sam/sam_transform.h"
#include "deploy/template/template_checks.h"
#include "deploy/template/template_error.h"
#include "deploy/template/template_text.h"
#include "operations/cloudformation/stack_request.h"
#include "services/service_error.h"

namespace tombola::deploy {

using services::cloudformation::Stack;
using services::cloudformation::StackOutput;
using services::cloudformation::StackParameter;

namespace {

std::map<std::string, std::string> texts_of(const std::vector<StackParameter>& parameters) {
  std::map<std::string, std::string> texts;
  for (const StackParameter& parameter : parameters) {
    texts[parameter.key] = parameter.value;
  }
  return texts;
}

// What Fn::ForEach may walk: given values and defaults, lists split.
std::map<std::string, Json> loop_values(const Json& document,
                                        const std::vector<GivenParameter>& given) {
  Template only_parameters;
  std::map<std::string, Json> values;
  const Json parameters = document.value("Parameters", Json::object());
  for (const auto& [name, definition] : parameters.items()) {
    Json value = definition.value("Default", Json());
    for (const GivenParameter& one : given) {
      if (one.key == name && one.value) {
        value = *one.value;
      }
    }
    const std::string type = definition.value("Type", "");
    if (value.is_string() && (type == "CommaDelimitedList" || type.starts_with("List<"))) {
      Json list = Json::array();
      std::string text = value.get<std::string>();
      for (std::size_t comma; (comma = text.find(',')) != std::string::npos;) {
        list.push_back(text.substr(0, comma));
        text.erase(0, comma + 1);
      }
      list.push_back(text);
      value = list;
    }
    values[name] = value;
  }
  return values;
}

std::vector<std::string> transforms_of(const Json& document) {
  std::vector<std::string> names;
  const Json transform = document.is_object() ? document.value("Transform", Json::array()) : Json();
  for (const Json& one : transform.is_array() ? transform : Json::array({transform})) {
    if (one.is_string()) {
      names.push_back(one.get<std::string>());
    }
  }
  return names;
}

void check_attributes(const Template& source) {
  const auto check = [&](const Json& expression) {
    for (const Reference& reference : references_in(expression)) {
      const ResourceDefinition* resource = source.find_resource(reference.name);
      if (resource == nullptr || reference.attribute.empty()) {
        continue;
      }
      const ResourceType* type = find_resource_type(resource->type);
      if (type != nullptr && !has_attribute(*type, reference.attribute)) {
        throw TemplateError(
            fmt::format("Template error: resource {} does not support attribute type {} in "
                        "Fn::GetAtt",
                        reference.name, reference.attribute));
      }
    }
  };
  for (const ResourceDefinition& resource : source.resources) {
    check(resource.properties);
  }
  for (const OutputDefinition& output : source.outputs) {
    check(output.value);
  }
}

}  // namespace

PseudoParameters pseudo_of(const Stack& stack) {
  PseudoParameters pseudo{stack.name_space.account, stack.region, stack.name, stack.arn(),
                          stack.notification_arns};
  pseudo.resource_region = stack.name_space.region;
  return pseudo;
}

std::string AccountLookups::text_of_object(const std::string& bucket,
                                           const std::string& key) const {
  try {
    return operations::cloudformation::text_of_object(bucket, key, context_);
  } catch (const services::ServiceError& error) {
    throw TemplateError(error.message());
  }
}

std::optional<std::string> AccountLookups::stored_parameter(const std::string& name) const {
  try {
    const Json answer = ResourceContext(context_, {}, "")
                            .call(operations::Service::SSM, "GetParameter",
                                  {{"Name", name}, {"WithDecryption", true}});
    return answer.at("Parameter").at("Value").get<std::string>();
  } catch (const ResourceError&) {
    return std::nullopt;
  }
}

Json AccountLookups::imported_value(const std::string& export_name) const {
  for (const Stack& stack : store_.list(context_.name_space)) {
    if (stack.is_deleted()) {
      continue;
    }
    for (const StackOutput& output : stack.outputs) {
      if (output.export_name == export_name) {
        return output.value;
      }
    }
  }
  throw TemplateError(fmt::format("No export named {} found", export_name));
}

Json transformed_document(const std::string& template_text,
                          const std::vector<GivenParameter>& parameters,
                          const IncludedText& included) {
  Json document = with_includes(parse_template_text(template_text), included);
  for (const std::string& name : transforms_of(document)) {
    if (name == "AWS::LanguageExtensions") {
      document = unroll_for_each(document, loop_values(document, parameters));
    } else if (name == sam_transform_name) {
      document = sam_transformed(document);
    } else {
      throw TemplateError(fmt::format("No transform named {} found.", name));
    }
  }
  return document;
}

std::unique_ptr<StackPlan> plan_stack(const PlanRequest& request, const AccountLookups& lookups) {
  auto plan = std::make_unique<StackPlan>();
  plan->template_text = request.template_text;
  plan->source =
      read_template(transformed_document(request.template_text, request.parameters,
                                         [&](const std::string& bucket, const std::string& key) {
                                           return lookups.text_of_object(bucket, key);
                                         }));
  check_template(plan->source);
  check_attributes(plan->source);
  plan->pseudo = pseudo_of(request.stack);
  plan->parameters =
      parameter_values(plan->source, request.parameters, texts_of(request.stack.parameters),
                       [&](const std::string& name) { return lookups.stored_parameter(name); });
  Resolver::Scope scope{plan->source, values_of(plan->parameters), plan->pseudo};
  scope.imported_value = [&](const std::string& name) {
    if (std::find(plan->imports.begin(), plan->imports.end(), name) == plan->imports.end()) {
      plan->imports.push_back(name);
    }
    return lookups.imported_value(name);
  };
  plan->resolved = resolve_template(Resolver(std::move(scope)));
  return plan;
}

std::vector<StackParameter> kept_parameters(const StackPlan& plan) {
  std::vector<StackParameter> kept;
  for (const ParameterDefinition& definition : plan.source.parameters) {
    const ParameterValue& value = plan.parameters.at(definition.name);
    kept.push_back({definition.name, value.text, value.resolved_text, definition.no_echo});
  }
  return kept;
}

std::vector<GivenParameter> given_again(const std::vector<StackParameter>& parameters) {
  std::vector<GivenParameter> given;
  for (const StackParameter& parameter : parameters) {
    given.push_back({parameter.key, parameter.value});
  }
  return given;
}

}  // namespace tombola::deploy

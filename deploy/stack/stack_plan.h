// A template with the values of its parameters: what a stack shall be. Reads what a template may ask
// of the account (Parameter Store, exports of other stacks), changes nothing.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "deploy/template/include_transform.h"
#include "deploy/template/parameter_values.h"
#include "deploy/template/resolved_template.h"
#include "deploy/template/resolver.h"
#include "operations/cloudformation/stack_engine.h"
#include "services/cloudformation/stack.h"

namespace tombola::deploy {

// Where values come from that no template says.
class AccountLookups {
 public:
  AccountLookups(operations::OperationContext& context, services::cloudformation::StackStore& store)
      : context_(context), store_(store) {}

  // Of an object of S3. Throws TemplateError.
  std::string text_of_object(const std::string& bucket, const std::string& key) const;
  std::optional<std::string> stored_parameter(const std::string& name) const;
  // Throws TemplateError.
  Json imported_value(const std::string& export_name) const;

 private:
  operations::OperationContext& context_;
  services::cloudformation::StackStore& store_;
};

struct StackPlan {
  std::string template_text;
  Template source;
  ParameterValues parameters;
  PseudoParameters pseudo;
  ResolvedTemplate resolved;
  std::vector<std::string> imports;
};

struct PlanRequest {
  const services::cloudformation::Stack& stack;  // whose it shall be
  std::string template_text;
  std::vector<GivenParameter> parameters;
};

// Throws TemplateError. The plan stays where it is: its parts refer to each other.
std::unique_ptr<StackPlan> plan_stack(const PlanRequest& request, const AccountLookups& lookups);

// The parameters that a plan was made with, as a stack keeps them; and as they are given again.
std::vector<services::cloudformation::StackParameter> kept_parameters(const StackPlan& plan);
std::vector<GivenParameter> given_again(
    const std::vector<services::cloudformation::StackParameter>& parameters);

PseudoParameters pseudo_of(const services::cloudformation::Stack& stack);

// The transforms that a template asks for, done. Throws TemplateError.
// `included`: what AWS::Include names.
Json transformed_document(const std::string& template_text,
                          const std::vector<GivenParameter>& parameters,
                          const IncludedText& included);

}  // namespace tombola::deploy

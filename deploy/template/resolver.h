// Values of expressions: Ref, GetAtt, conditions and the functions of CloudFormation. Pure: what a
// template does not say itself comes from lookups that are handed in.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "deploy/template/references.h"
#include "deploy/template/template.h"

namespace tombola::deploy {

struct PseudoParameters {
  std::string account;
  std::string region;
  std::string stack_name;
  std::string stack_id;
  std::vector<std::string> notification_arns = {};
  std::string partition = "aws";
  std::string url_suffix = "amazonaws.com";
  // Of the ARNs that resources get; empty: the same as `region`.
  std::string resource_region = {};
};

// The value of Ref (no attribute) or Fn::GetAtt of a resource; none: nobody knows it yet.
using ResourceValue = std::function<std::optional<Json>(const Reference& reference)>;
// The value of an export. Throws TemplateError where there is none.
using ImportedValue = std::function<Json(const std::string& export_name)>;

class Resolver {
 public:
  struct Scope {
    const Template& source;
    std::map<std::string, Json> parameters;  // a text, or a list of texts
    PseudoParameters pseudo;
    ResourceValue resource_value = {};
    ImportedValue imported_value = {};
  };
  explicit Resolver(Scope scope) : scope_(std::move(scope)) {}

  // What hangs on a resource that is not known stays an expression, in one form: its known parts
  // are values, Fn::Sub is Fn::Join. None: AWS::NoValue. Throws TemplateError.
  std::optional<Json> resolve(const Json& expression) const;
  // As a property's value: null for AWS::NoValue.
  Json value_of(const Json& expression) const;
  // As a text; none when it is no value or not known yet.
  std::optional<std::string> text_of(const Json& expression) const;

  bool holds(const std::string& condition) const;
  // Any boolean expression, with the functions of rules.
  bool is_true(const Json& expression) const;

  const Scope& scope() const { return scope_; }

 private:
  std::optional<Json> function(const std::string& name, const Json& argument) const;
  std::optional<Json> ref(const Json& argument) const;
  std::optional<Json> pseudo_parameter(const std::string& name) const;
  Json get_att(const Json& argument) const;
  Json sub(const Json& argument) const;
  Json sub_variable(const std::string& name) const;
  Json find_in_map(const Json& argument) const;
  std::optional<Json> if_function(const Json& argument) const;
  bool condition_function(const std::string& name, const Json& argument) const;
  std::vector<bool> operands(const std::string& name, const Json& argument) const;
  Json rule_list(const Json& expression) const;

  Scope scope_;
  // Results, and what is being evaluated (none), so that a circle does not run for ever.
  mutable std::map<std::string, std::optional<bool>> conditions_;
};

}  // namespace tombola::deploy

// Whether a template is whole: everything that it refers to is there, nothing goes in circles. What
// needs no parameter's value to be seen. Pure.
#pragma once

#include <string>
#include <vector>

#include "deploy/template/references.h"
#include "deploy/template/template.h"

namespace tombola::deploy {

// Throws TemplateError with CloudFormation's text.
void check_template(const Template& source);

// The other resources that one waits for: DependsOn, and those it refers to.
std::vector<std::string> dependencies_of(const ResourceDefinition& resource, const Template& source,
                                         const Holds& holds = {});

bool is_pseudo_parameter(std::string_view name);

}  // namespace tombola::deploy

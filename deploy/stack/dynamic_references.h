// {{resolve:ssm:name}} and {{resolve:ssm:name:version}} within texts of properties, ssm-secure alike.
// Pure; values of Parameter Store are looked up through what is handed in.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
#pragma once

#include "deploy/template/parameter_values.h"
#include "deploy/template/template.h"

namespace tombola::deploy {

// `stored` is asked for "name" or "name:version". Throws TemplateError: a parameter that is not
// there, or a service whose values are not here.
Json with_dynamic_references(const Json& value, const StoredParameter& stored);

}  // namespace tombola::deploy

// The transform AWS::LanguageExtensions: Fn::ForEach unrolled. (Fn::Length, Fn::ToJsonString and the
// default of Fn::FindInMap are understood with and without it.) Pure.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/transform-aws-languageextensions.html
#pragma once

#include <map>
#include <string>

#include "deploy/template/template.h"

namespace tombola::deploy {

// The document without Fn::ForEach. `parameters`: what a collection may refer to. Throws
// TemplateError.
Json unroll_for_each(const Json& document, const std::map<std::string, Json>& parameters);

}  // namespace tombola::deploy

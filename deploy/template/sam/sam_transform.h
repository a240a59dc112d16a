// The transform AWS::Serverless-2016-10-31: resources of the types AWS::Serverless::* become those
// that CloudFormation knows, under the logical ids that SAM gives them. Pure.
// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification.html
#pragma once

#include "deploy/template/template.h"

namespace tombola::deploy {

inline constexpr const char* sam_transform_name = "AWS::Serverless-2016-10-31";

// Throws TemplateError, which names the resource.
Json sam_transformed(const Json& document);

}  // namespace tombola::deploy

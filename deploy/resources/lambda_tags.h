// Tags of what Lambda has.
#pragma once

#include <string>

#include "deploy/resources/resource_type.h"

namespace tombola::deploy {

// Brings the tags of that ARN from what the properties `before` say to what `after` say.
void change_lambda_tags(const ResourceContext& context, const std::string& arn, const Json& before,
                        const Json& after);

}  // namespace tombola::deploy

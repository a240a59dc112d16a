// What a caller has to acknowledge of a template: that it makes roles and the like.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-iam-template.html
#pragma once

#include <string>
#include <vector>

#include "deploy/template/template.h"

namespace tombola::deploy {

// Throws services::ServiceError, InsufficientCapabilitiesException.
// That a template's transforms are done, for who does not see in a change set what they come to.
void check_may_expand(const Json& transforms, const std::vector<std::string>& capabilities);
void check_capabilities(const Template& source, const std::vector<std::string>& capabilities);

}  // namespace tombola::deploy

// Whether a resource can become what its template wants, or another one takes its place. Pure.
#pragma once

#include <string>

#include "deploy/template/template.h"
#include "services/cloudformation/stack.h"

namespace tombola::deploy {

bool needs_replacement(const services::cloudformation::StackResource& there,
                       const std::string& type, const Json& properties);

}  // namespace tombola::deploy

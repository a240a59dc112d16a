// The Rules section: what must hold for the values of the parameters. Pure.
#pragma once

#include "deploy/template/resolver.h"

namespace tombola::deploy {

// Throws TemplateError with the assertions that do not hold.
void check_rules(const Resolver& resolver);

}  // namespace tombola::deploy

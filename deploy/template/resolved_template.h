// A template with its conditions decided and its expressions resolved as far as they are known
// before any resource exists: the resources that there shall be, in the order in which they are
// made. Pure.
#pragma once

#include <string>
#include <vector>

#include "deploy/template/resolver.h"
#include "deploy/template/template.h"

namespace tombola::deploy {

struct ResolvedResource {
  ResourceDefinition definition;        // as written
  Json properties;                      // resolved; what hangs on resources is an expression
  Json metadata;                        // resolved likewise; null: none
  std::vector<std::string> depends_on;  // the resources that are made before it
};

struct ResolvedTemplate {
  std::vector<ResolvedResource> resources;  // in an order in which they can be made
  std::vector<OutputDefinition> outputs;    // those whose condition holds, as written

  const ResolvedResource* find(std::string_view logical_id) const;
};

// Throws TemplateError: rules that do not hold, references to what a condition leaves out, and
// whatever resolving throws.
ResolvedTemplate resolve_template(const Resolver& resolver);

}  // namespace tombola::deploy

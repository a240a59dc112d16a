#include "deploy/stack/replacement.h"

#include <algorithm>

#include "deploy/template/update_behavior.h"

namespace tombola::deploy {

using services::cloudformation::StackResource;

bool needs_replacement(const StackResource& there, const std::string& type,
                       const Json& properties) {
  if (there.type != type) {
    return true;
  }
  const auto changed = [&](const Json& one, const Json& other) {
    return std::any_of(one.items().begin(), one.items().end(), [&](const auto& item) {
      return requires_recreation(type, item.key()) == RequiresRecreation::Always &&
             (!other.contains(item.key()) || other[item.key()] != item.value());
    });
  };
  return changed(there.properties, properties) || changed(properties, there.properties);
}

}  // namespace tombola::deploy

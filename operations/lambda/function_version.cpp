#include "operations/lambda/function_version.h"

#include "operations/uuid.h"

namespace tombola::operations::lambda {
namespace {

using triggers::FunctionSettings;

// But for what is a version's own.
bool same_content(FunctionSettings left, const FunctionSettings& right) {
  left.version = right.version;
  left.revision_id = right.revision_id;
  left.last_modified_ms = right.last_modified_ms;
  left.description = right.description;
  return left == right;
}

}  // namespace

const FunctionSettings& publish_version(triggers::FunctionDefinition& function,
                                        const std::optional<std::string>& description,
                                        const OperationContext& context) {
  if (!function.versions.empty() && same_content(function.versions.back(), function.latest)) {
    return function.versions.back();
  }
  FunctionSettings version = function.latest;
  version.version = std::to_string(++function.last_version);
  version.description = description.value_or(function.latest.description);
  version.revision_id = random_uuid();
  version.last_modified_ms = context.service_clock.now_ms();
  return function.versions.emplace_back(std::move(version));
}

}  // namespace tombola::operations::lambda

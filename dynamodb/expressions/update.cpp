#include "dynamodb/expressions/update.h"

#include <algorithm>

#include <fmt/format.h>

#include "dynamodb/expressions/projection.h"

namespace tombola::dynamodb {
namespace {

void append_paths(std::vector<const DocumentPath*>& paths, const UpdateValue& value) {
  if (value.type == UpdateValue::Type::Path) paths.push_back(&value.path);
  for (const UpdateValue& operand : value.operands) append_paths(paths, operand);
}

}  // namespace

Update::Update(Form form, std::vector<UpdateAction> actions)
    : form_(form), actions_(std::move(actions)) {}

void Update::check_spares_keys(const std::vector<std::string>& key_attributes) const {
  for (const UpdateAction& action : actions_) {
    const std::string& name = action.target.attribute_name();
    if (std::find(key_attributes.begin(), key_attributes.end(), name) == key_attributes.end()) {
      continue;
    }
    throw ApiError::validation(
        fmt::format("{}Cannot update attribute {}. This attribute is part of the key",
                    invalid_parameter_values, name));
  }
}

AttributeMap Update::updated_attributes(const AttributeMap& item) const {
  std::vector<DocumentPath> targets;
  targets.reserve(actions_.size());
  for (const UpdateAction& action : actions_) targets.push_back(action.target);
  return Projection(std::move(targets)).apply(item);
}

std::vector<const DocumentPath*> Update::paths() const {
  std::vector<const DocumentPath*> paths;
  for (const UpdateAction& action : actions_) {
    paths.push_back(&action.target);
    append_paths(paths, action.value);
  }
  return paths;
}

}  // namespace tombola::dynamodb

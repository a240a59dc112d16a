#include "operations/operation.h"

#include <array>

namespace tombola::operations {

#define OPERATION(service, name, function, execution_class) \
  std::string function(OperationContext& context, dynamodb::JsonValue request);
#define UNSERVED(service, name)
#include "operations/operations.def"
#undef OPERATION
#undef UNSERVED

namespace {

constexpr auto table = std::to_array<Operation>({
#define OPERATION(service, name, function, execution_class) \
  {Service::service, #name, ExecutionClass::execution_class, function},
#define UNSERVED(service, name) {Service::service, #name, ExecutionClass::Inline, nullptr},
#include "operations/operations.def"
#undef OPERATION
#undef UNSERVED
});

}  // namespace

std::span<const Operation> all_operations() {
  return table;
}

const Operation* find_operation(Service service, std::string_view name) {
  for (const Operation& operation : table) {
    if (operation.service == service && operation.name == name) {
      return &operation;
    }
  }
  return nullptr;
}

}  // namespace tombola::operations

#include "operations/operation.h"

#include <array>

namespace tombola::operations {

#define OPERATION(service, name, function, execution_class) \
  std::string function(OperationContext& context, dynamodb::JsonValue request);
#define UNSERVED(service, name)
#define REST(service, name, function, execution_class, status, request)              \
  namespace lambda {                                                                 \
  std::string function(OperationContext& context, dynamodb::JsonValue request_json); \
  }
#define REST_PAYLOAD(service, name, function, request)                                  \
  namespace lambda {                                                                    \
  void function(OperationContext& context, dynamodb::JsonValue json, std::string bytes, \
                PayloadDone done);                                                      \
  }
#define REST_UNSERVED(service, name, request)
#include "operations/operations.def"
#undef OPERATION
#undef UNSERVED
#undef REST
#undef REST_PAYLOAD
#undef REST_UNSERVED

namespace {

constexpr auto table = std::to_array<Operation>({
#define OPERATION(service, name, function, execution_class) \
  {Service::service, #name, ExecutionClass::execution_class, function},
#define UNSERVED(service, name) {Service::service, #name, ExecutionClass::Inline, nullptr},
#define REST(service, name, function, execution_class, status, request) \
  {Service::service, #name, ExecutionClass::execution_class, lambda::function, request, status},
#define REST_PAYLOAD(service, name, function, request) \
  {Service::service, #name, ExecutionClass::Async, nullptr, request, 200, lambda::function},
#define REST_UNSERVED(service, name, request) \
  {Service::service, #name, ExecutionClass::Inline, nullptr, request},
#include "operations/operations.def"
#undef OPERATION
#undef UNSERVED
#undef REST
#undef REST_PAYLOAD
#undef REST_UNSERVED
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

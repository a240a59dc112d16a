#include "operations/operation.h"

#include "operations/s3/s3_request.h"

namespace tombola::operations {

#define OPERATION(service, name, function, execution_class) \
  std::string function(OperationContext& context, dynamodb::JsonValue request);
#define UNSERVED(service, name)
#define REST(owner, name, function, execution_class, status, request)                  \
  namespace NAMESPACE_##owner {                                                        \
    std::string function(OperationContext& context, dynamodb::JsonValue request_json); \
  }
#define REST_PAYLOAD(service, name, function, request)                                  \
  namespace lambda {                                                                    \
  void function(OperationContext& context, dynamodb::JsonValue json, std::string bytes, \
                PayloadDone done);                                                      \
  }
#define REST_UNSERVED(service, name, request)
#define SERVICE(owner, name, function, execution_class)                                \
  namespace NAMESPACE_##owner {                                                        \
    std::string function(OperationContext& context, dynamodb::JsonValue request_json); \
    const dynamodb::Shape& function##_fields();                                        \
  }
#define SERVICE_WAITING(owner, name, function)                                                   \
  namespace NAMESPACE_##owner {                                                                  \
    void function(OperationContext& context, dynamodb::JsonValue request_json, AnswerDone done); \
    const dynamodb::Shape& function##_fields();                                                  \
  }
#define REST_XML(owner, name, function, request)                             \
  namespace s3 {                                                             \
  S3Answer function(OperationContext& context, const S3Request& s3_request); \
  }
#define REST_XML_UNSERVED(owner, name, request)
#define NAMESPACE_Lambda lambda
#define NAMESPACE_SQS sqs
#define NAMESPACE_SNS sns
#define NAMESPACE_CloudFormation cloudformation
#define NAMESPACE_STS sts
#define NAMESPACE_SSM ssm
#define NAMESPACE_IAM iam
#define NAMESPACE_ApiGateway api_gateway
#define NAMESPACE_ApiGatewayV2 api_gateway_v2
#define NAMESPACE_Logs logs
#include "operations/operations.def"
#undef OPERATION
#undef UNSERVED
#undef REST
#undef REST_PAYLOAD
#undef REST_UNSERVED
#undef SERVICE
#undef SERVICE_WAITING
#undef REST_XML
#undef REST_XML_UNSERVED

namespace {

constexpr Operation table[] = {
#define OPERATION(service, name, function, execution_class) \
  {Service::service, #name, ExecutionClass::execution_class, function},
#define UNSERVED(service, name) {Service::service, #name, ExecutionClass::Inline, nullptr},
#define REST(owner, name, function, execution_class, status, request)                   \
  {Service::owner, #name, ExecutionClass::execution_class, NAMESPACE_##owner::function, \
   request,        status},
#define REST_PAYLOAD(service, name, function, request) \
  {Service::service, #name, ExecutionClass::Async, nullptr, request, 200, lambda::function},
#define REST_UNSERVED(service, name, request) \
  {Service::service, #name, ExecutionClass::Inline, nullptr, request},
#define SERVICE(owner, api_name, function, where) \
  {.service = Service::owner,                     \
   .name = #api_name,                             \
   .execution_class = ExecutionClass::where,      \
   .run = NAMESPACE_##owner::function,            \
   .fields = NAMESPACE_##owner::function##_fields},
#define SERVICE_WAITING(owner, api_name, function) \
  {.service = Service::owner,                      \
   .name = #api_name,                              \
   .execution_class = ExecutionClass::Async,       \
   .run = nullptr,                                 \
   .run_waiting = NAMESPACE_##owner::function,     \
   .fields = NAMESPACE_##owner::function##_fields},
#define REST_XML(owner, api_name, function, request) \
  {.service = Service::owner,                        \
   .name = #api_name,                                \
   .execution_class = ExecutionClass::Worker,        \
   .run = nullptr,                                   \
   .rest_request = request,                          \
   .run_s3 = s3::function},
#define REST_XML_UNSERVED(owner, api_name, request) \
  {.service = Service::owner,                       \
   .name = #api_name,                               \
   .execution_class = ExecutionClass::Inline,       \
   .run = nullptr,                                  \
   .rest_request = request},
#include "operations/operations.def"
#undef OPERATION
#undef UNSERVED
#undef REST
#undef REST_PAYLOAD
#undef REST_UNSERVED
#undef SERVICE
#undef SERVICE_WAITING
#undef REST_XML
#undef REST_XML_UNSERVED
};

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

// https://docs.aws.amazon.com/lambda/latest/api/API_GetEventSourceMapping.html
#include "operations/lambda/mapping_settings.h"
#include "operations/operation.h"

namespace tombola::operations::lambda {

std::string get_event_source_mapping(OperationContext& context, dynamodb::JsonValue json) {
  static const dynamodb::Shape fields =
      dynamodb::Shape::structure("GetEventSourceMappingRequest", {mapping_uuid_field()});
  const Request request = Request::checked(json, fields, dynamodb::Wording::Old);
  return mapping_configuration(find_mapping(context, request.required("UUID").as_string()), "",
                               context)
      .dump();
}

}  // namespace tombola::operations::lambda

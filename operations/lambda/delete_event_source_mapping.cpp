// https://docs.aws.amazon.com/lambda/latest/api/API_DeleteEventSourceMapping.html
#include "operations/lambda/mapping_settings.h"
#include "operations/operation.h"

namespace tombola::operations::lambda {

std::string delete_event_source_mapping(OperationContext& context, dynamodb::JsonValue json) {
  static const dynamodb::Shape fields =
      dynamodb::Shape::structure("DeleteEventSourceMappingRequest", {mapping_uuid_field()});
  const Request request = Request::checked(json, fields, dynamodb::Wording::Old);
  const triggers::MappingStore::Stored stored =
      find_mapping(context, request.required("UUID").as_string());
  check_changeable(stored.mapping);
  context.lambda->mappings.erase_mapping(stored.mapping.uuid);
  return mapping_configuration(stored, "Deleting", context).dump();
}

}  // namespace tombola::operations::lambda

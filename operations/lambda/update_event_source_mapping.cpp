// https://docs.aws.amazon.com/lambda/latest/api/API_UpdateEventSourceMapping.html
//
// The mapping keeps its place, also while it is disabled.
#include "operations/lambda/mapping_notices.h"
#include "operations/lambda/mapping_settings.h"
#include "operations/operation.h"

namespace tombola::operations::lambda {
namespace {

using dynamodb::Shape;

const Shape& fields() {
  static const Shape shape = [] {
    std::vector<dynamodb::Field> all = mapping_fields();
    all.push_back(mapping_uuid_field());
    return Shape::structure("UpdateEventSourceMappingRequest", std::move(all));
  }();
  return shape;
}

std::string_view state_on_the_way(bool was_enabled, bool is_enabled) {
  if (was_enabled == is_enabled) {
    return "Updating";
  }
  return is_enabled ? "Enabling" : "Disabling";
}

}  // namespace

std::string update_event_source_mapping(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  check_mapping_settings(request);
  const std::string_view uuid = request.required("UUID").as_string();
  check_changeable(find_mapping(context, uuid).mapping);
  bool was_enabled = false;
  context.lambda->mappings.change_mapping(uuid, [&](triggers::EventSourceMapping& mapping) {
    was_enabled = mapping.enabled;
    apply_mapping_settings(request, context, mapping);
  });
  const triggers::MappingStore::Stored changed = find_mapping(context, uuid);
  tell_mapping_notices(changed.mapping, context);
  return mapping_configuration(changed, state_on_the_way(was_enabled, changed.mapping.enabled),
                               context)
      .dump();
}

}  // namespace tombola::operations::lambda

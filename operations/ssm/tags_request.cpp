#include "operations/ssm/tags_request.h"

#include <fmt/format.h>

namespace tombola::operations::ssm {

using dynamodb::Shape;

dynamodb::Field resource_type_field() {
  return {"ResourceType",
          Shape::string().one_of({"Association", "Automation", "Document", "MaintenanceWindow",
                                  "ManagedInstance", "OpsItem", "OpsMetadata", "Parameter",
                                  "PatchBaseline"}),
          dynamodb::Presence::Required};
}

dynamodb::Field resource_id_field() {
  return {"ResourceId", Shape::string(), dynamodb::Presence::Required};
}

void change_tags(OperationContext& context, const Request& request,
                 const std::function<void(Texts& tags)>& edit) {
  const std::string_view type = request.required("ResourceType").as_string();
  if (type != "Parameter") {
    throw services::ServiceError(
        "InvalidResourceType",
        fmt::format("Tombola does not support resources of type {} yet.", type));
  }
  const std::string_view name = request.required("ResourceId").as_string();
  context.services->parameters().change(context.name_space, name,
                                        [&](std::optional<services::ssm::Parameter>& parameter) {
                                          if (!parameter) {
                                            throw services::ssm::invalid_resource_id(name);
                                          }
                                          edit(parameter->tags);
                                        });
}

}  // namespace tombola::operations::ssm

// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateChangeSet.html
//
// ImportExistingResources, which `cdk bootstrap` sends, finds nothing to import: a name that is taken
// is a conflict when the resource is made.
#include <nlohmann/json.hpp>

#include "operations/cloudformation/stack_request.h"
#include "operations/operation.h"
#include "services/cloudformation/stack_error.h"

namespace tombola::operations::cloudformation {

using dynamodb::Shape;
using nlohmann::ordered_json;

const Shape& create_change_set_fields() {
  using enum dynamodb::Presence;
  static const Shape shape = [] {
    std::vector<dynamodb::Field> all = stack_fields();
    for (dynamodb::Field field : std::vector<dynamodb::Field>{
             {"ChangeSetName", Shape::string().length(1, 128), Required},
             {"ChangeSetType", Shape::string().one_of({"CREATE", "UPDATE", "IMPORT"})},
             {"Description", Shape::string().length(1, 8192)},
             {"OnStackFailure", Shape::string().one_of({"DO_NOTHING", "ROLLBACK", "DELETE"})},
             {"IncludeNestedStacks", Shape::boolean()},
             {"ResourcesToImport", Shape::list_of(Shape::structure("", {})), Unsupported},
             {"ImportExistingResources", Shape::boolean()},
             {"DeploymentMode", Shape::string(), Unsupported}}) {
      all.push_back(std::move(field));
    }
    return Shape::structure("CreateChangeSetInput", std::move(all));
  }();
  return shape;
}

std::string create_change_set(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = checked(json, create_change_set_fields());
  ChangeSetRequest asked;
  asked.type = request.string("ChangeSetType").value_or("UPDATE");
  if (asked.type == "IMPORT") {
    throw services::cloudformation::validation_error(
        "Tombola does not import resources into stacks");
  }
  asked.stack = stack_request(request, context);
  asked.stack.on_failure = request.string("OnStackFailure").value_or("");
  asked.name = request.required("ChangeSetName").as_string();
  asked.description = request.string("Description").value_or("");
  const ChangeSet made = context.stacks->create_change_set(context, asked);
  return ordered_json{{"Id", made.arn()}, {"StackId", made.stack_arn}}.dump();
}

}  // namespace tombola::operations::cloudformation

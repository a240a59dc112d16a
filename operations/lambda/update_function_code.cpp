// https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionCode.html
//
// Invocations under way end with the code they began with.
#include "operations/lambda/function_code.h"
#include "operations/lambda/function_configuration.h"
#include "operations/lambda/function_layers.h"
#include "operations/lambda/function_version.h"
#include "operations/lambda/known_function.h"
#include "operations/operation.h"

namespace tombola::operations::lambda {
namespace {

using dynamodb::Shape;
using triggers::FunctionDefinition;

const Shape& fields() {
  static const Shape shape = [] {
    using enum dynamodb::Presence;
    std::vector<dynamodb::Field> all = {
        {"FunctionName", function_name_shape(), Required},
        {"Architectures", Shape::list_of(Shape::string().one_of({"x86_64", "arm64"})).length(1, 1)},
        {"Publish", Shape::boolean()},
        {"PublishTo", Shape::string(), Unsupported},
        {"DryRun", Shape::boolean()},
        {"RevisionId", Shape::string()}};
    for (dynamodb::Field& field : code_fields()) {
      all.push_back(std::move(field));
    }
    return Shape::structure("UpdateFunctionCodeRequest", std::move(all));
  }();
  return shape;
}

// Leaves the change unmade: what DryRun asks for.
struct OnlyTried {
  FunctionDefinition function;
};

}  // namespace

std::string update_function_code(OperationContext& context, dynamodb::JsonValue json) {
  check_code_allowed(*context.lambda);
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const FunctionReference reference = reference_of(request, context);
  check_latest(reference);
  const bool publish = request.boolean("Publish").value_or(false);
  const auto update = [&](FunctionDefinition& function) {
    check_revision(request, function.latest.revision_id);
    take_code(request, context, function.latest);
    check_size_with_layers(function.latest, context);
    if (const auto architectures = request.member("Architectures")) {
      function.latest.architecture = (*architectures->elements().begin()).as_string();
    }
    touch(function.latest, context);
    if (publish) {
      publish_version(function, std::nullopt, context);
    }
    if (request.boolean("DryRun").value_or(false)) {
      throw OnlyTried{function};
    }
  };
  FunctionDefinition function;
  try {
    function = change_function(context, reference, update);
  } catch (OnlyTried& tried) {
    function = std::move(tried.function);
  }
  const triggers::FunctionSettings& settings = publish ? function.versions.back() : function.latest;
  return function_configuration(function, settings, publish ? settings.version : "",
                                Moment::Updating)
      .dump();
}

}  // namespace tombola::operations::lambda

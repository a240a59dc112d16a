// https://docs.aws.amazon.com/lambda/latest/api/API_PublishVersion.html
//
// Publishing what has not changed since the last version gives that version again.
#include <fmt/format.h>

#include "operations/lambda/function_configuration.h"
#include "operations/lambda/function_version.h"
#include "operations/lambda/known_function.h"
#include "operations/lambda/lambda_error.h"
#include "operations/operation.h"

namespace tombola::operations::lambda {
namespace {

using dynamodb::Shape;

const Shape& fields() {
  using enum dynamodb::Presence;
  static const Shape shape =
      Shape::structure("PublishVersionRequest", {{"FunctionName", function_name_shape(), Required},
                                                 {"CodeSha256", Shape::string()},
                                                 {"Description", Shape::string().length(0, 256)},
                                                 {"RevisionId", Shape::string()},
                                                 {"PublishTo", Shape::string(), Unsupported}});
  return shape;
}

void check_code(const Request& request, const triggers::FunctionSettings& latest) {
  const auto expected = request.string("CodeSha256");
  if (expected && !expected->empty() && *expected != latest.code_sha256) {
    throw LambdaError::invalid_parameter(
        fmt::format("CodeSHA256 ({}) is different from current CodeSHA256 in $LATEST ({}). Please "
                    "try again with the CodeSHA256 in $LATEST.",
                    *expected, latest.code_sha256));
  }
}

}  // namespace

std::string publish_version(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const FunctionReference reference = reference_of(request, context);
  check_latest(reference);
  const auto description = request.string("Description");
  const auto function =
      change_function(context, reference, [&](triggers::FunctionDefinition& changed) {
        check_revision(request, changed.latest.revision_id);
        check_code(request, changed.latest);
        publish_version(changed,
                        description ? std::optional<std::string>(*description) : std::nullopt,
                        context);
      });
  const triggers::FunctionSettings& version = function.versions.back();
  return function_configuration(function, version, version.version, Moment::Settled).dump();
}

}  // namespace tombola::operations::lambda

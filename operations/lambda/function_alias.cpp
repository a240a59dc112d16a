#include "operations/lambda/function_alias.h"

#include <algorithm>
#include <cctype>
#include <iterator>

#include "operations/lambda/lambda_error.h"
#include "operations/lambda/take.h"
#include "operations/uuid.h"

namespace tombola::operations::lambda {
namespace {

using dynamodb::Shape;

bool is_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

bool is_alias_name(std::string_view text) {
  return !text.empty() && !is_number(text) &&
         std::all_of(text.begin(), text.end(), [](unsigned char letter) {
           return std::isalnum(letter) != 0 || letter == '-' || letter == '_';
         });
}

bool is_version(std::string_view text) {
  return text == "$LATEST" || text == "$LATEST.PUBLISHED" || is_number(text);
}

}  // namespace

Shape version_shape() {
  return Shape::string().length(1, 1024).pattern(R"((\$LATEST(\.PUBLISHED)?|[0-9]+))", is_version);
}

Shape alias_shape(std::string_view name, std::vector<dynamodb::Field> more) {
  using enum dynamodb::Presence;
  std::vector<dynamodb::Field> fields = {
      {"FunctionName", function_name_shape(), Required},
      {"Name",
       Shape::string().length(1, 128).pattern(R"((?!^[0-9]+$)([a-zA-Z0-9-_]+))", is_alias_name),
       Required}};
  std::move(more.begin(), more.end(), std::back_inserter(fields));
  return Shape::structure(name, std::move(fields));
}

std::vector<dynamodb::Field> alias_fields(dynamodb::Presence version) {
  return {{"FunctionVersion", version_shape(), version},
          {"Description", Shape::string().length(0, 256)},
          {"RoutingConfig", Shape::structure("AliasRoutingConfiguration", {})}};
}

void apply_alias(const Request& request, const triggers::FunctionDefinition& function,
                 const OperationContext& context, triggers::FunctionAlias& alias) {
  if (const auto version = request.string("FunctionVersion")) {
    if (function.find(*version) == nullptr) {
      throw_function_not_found({function.name, std::string(*version)}, context.name_space);
    }
    alias.function_version = *version;
  }
  take_text(request, "Description", alias.description);
  const auto routing = request.structure("RoutingConfig");
  const auto weights = routing ? routing->member("AdditionalVersionWeights") : std::nullopt;
  if (weights && !(weights->is_object() && weights->size() == 0)) {
    throw LambdaError::invalid_parameter("Tombola does not support AdditionalVersionWeights yet");
  }
  alias.revision_id = random_uuid();
}

nlohmann::ordered_json alias_configuration(const triggers::FunctionDefinition& function,
                                           const triggers::FunctionAlias& alias) {
  return {{"AliasArn", function.arn(alias.name)},
          {"Name", alias.name},
          {"FunctionVersion", alias.function_version},
          {"Description", alias.description},
          {"RevisionId", alias.revision_id}};
}

}  // namespace tombola::operations::lambda

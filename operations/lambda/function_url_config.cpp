#include "operations/lambda/function_url_config.h"

#include <algorithm>
#include <cctype>
#include <iterator>

#include <fmt/format.h>

#include "operations/lambda/lambda_error.h"
#include "triggers/runtimes/identifiers.h"

namespace tombola::operations::lambda {
namespace {

using dynamodb::Field;
using dynamodb::JsonValue;
using dynamodb::Shape;
using nlohmann::ordered_json;
using triggers::FunctionDefinition;
using triggers::FunctionUrlConfig;
using triggers::FunctionUrlCors;

constexpr std::string_view name_pattern =
    R"((arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:)?)"
    R"((\d{12}:)?(function:)?([a-zA-Z0-9-_]{1,64})(:((?!\d+$)[0-9a-zA-Z-_]+))?)";
constexpr std::string_view qualifier_pattern = R"(((?!^\d+$)^[0-9a-zA-Z-_]+$))";

// URLs are for functions and aliases, never for versions.
bool is_alias(std::string_view text) {
  return text.find_first_not_of("0123456789") != std::string_view::npos &&
         std::all_of(text.begin(), text.end(), [](unsigned char letter) {
           return std::isalnum(letter) != 0 || letter == '-' || letter == '_';
         });
}

bool is_url_function_name(std::string_view text) {
  const auto parts = parse_function_name(text);
  return parts && (parts->qualifier.empty() || is_alias(parts->qualifier));
}

Shape texts(std::size_t count_max, std::size_t length_min, std::size_t length_max) {
  const auto anything = [](std::string_view) { return true; };
  return Shape::list_of(Shape::string().length(length_min, length_max).pattern(".*", anything))
      .length(0, count_max);
}

std::vector<std::string> texts_of(const Request& cors, std::string_view name) {
  std::vector<std::string> texts;
  if (const auto list = cors.member(name)) {
    for (const JsonValue text : list->elements()) {
      texts.emplace_back(text.as_string());
    }
  }
  return texts;
}

// None when it says nothing: so does who takes it away.
std::optional<FunctionUrlCors> cors_of(const Request& request) {
  FunctionUrlCors cors;
  cors.allow_credentials = request.boolean("AllowCredentials");
  cors.allow_headers = texts_of(request, "AllowHeaders");
  cors.allow_methods = texts_of(request, "AllowMethods");
  cors.allow_origins = texts_of(request, "AllowOrigins");
  cors.expose_headers = texts_of(request, "ExposeHeaders");
  if (const auto max_age = request.integer("MaxAge")) {
    cors.max_age_seconds = static_cast<int>(*max_age);
  }
  return cors == FunctionUrlCors() ? std::nullopt : std::optional(std::move(cors));
}

ordered_json to_json(const FunctionUrlCors& cors) {
  ordered_json answer;
  if (cors.allow_credentials) {
    answer["AllowCredentials"] = *cors.allow_credentials;
  }
  const auto add = [&](const char* name, const std::vector<std::string>& texts) {
    if (!texts.empty()) {
      answer[name] = texts;
    }
  };
  add("AllowHeaders", cors.allow_headers);
  add("AllowMethods", cors.allow_methods);
  add("AllowOrigins", cors.allow_origins);
  add("ExposeHeaders", cors.expose_headers);
  if (cors.max_age_seconds) {
    answer["MaxAge"] = *cors.max_age_seconds;
  }
  return answer;
}

// Names below localhost lead here: browsers and curl need no DNS for them.
std::string url_of(const FunctionUrlConfig& config, const OperationContext& context) {
  const std::string& endpoint = context.lambda->endpoint_url;
  return fmt::format("http://{}.lambda-url.{}.localhost{}/", config.url_id,
                     context.name_space.region, endpoint.substr(endpoint.rfind(':')));
}

[[noreturn]] void throw_no_url() {
  throw LambdaError::resource_not_found("The resource you requested does not exist.");
}

}  // namespace

Shape function_url_name_shape() {
  return Shape::string().length(1, 140).pattern(name_pattern, is_url_function_name);
}

Shape function_url_shape(std::string_view name, std::vector<Field> more) {
  std::vector<Field> fields = {
      {"FunctionName", function_url_name_shape(), dynamodb::Presence::Required},
      {"Qualifier", Shape::string().length(1, 128).pattern(qualifier_pattern, is_alias)}};
  std::move(more.begin(), more.end(), std::back_inserter(fields));
  return Shape::structure(name, std::move(fields));
}

std::vector<Field> function_url_fields(dynamodb::Presence auth_type) {
  return {{"AuthType", Shape::string().one_of({"NONE", "AWS_IAM"}), auth_type},
          {"Cors", Shape::structure("Cors", {{"AllowCredentials", Shape::boolean()},
                                             {"AllowHeaders", texts(100, 0, 1024)},
                                             {"AllowMethods", texts(6, 0, 6)},
                                             {"AllowOrigins", texts(100, 1, 253)},
                                             {"ExposeHeaders", texts(100, 0, 1024)},
                                             {"MaxAge", Shape::integer().range(0, 86'400)}})},
          {"InvokeMode", Shape::string().one_of({"BUFFERED", "RESPONSE_STREAM"})}};
}

void apply_function_url(const Request& request, FunctionUrlConfig& config) {
  if (const auto invoke_mode = request.string("InvokeMode")) {
    config.invoke_mode = *invoke_mode;
  }
  if (const auto auth_type = request.string("AuthType")) {
    config.auth_type = *auth_type;
  }
  if (const auto cors = request.structure("Cors")) {
    config.cors = cors_of(*cors);
  }
}

KnownFunction function_with_url(const FunctionReference& reference,
                                const OperationContext& context) {
  auto function = find_function(context, reference.name);
  if (!function || !function->definition.urls.contains(reference.qualifier)) {
    throw_no_url();
  }
  return std::move(*function);
}

FunctionDefinition change_function_url(OperationContext& context,
                                       const FunctionReference& reference,
                                       const std::function<void(FunctionUrlConfig&)>& edit) {
  function_with_url(reference, context);
  return change_function(context, reference, [&](FunctionDefinition& function) {
    const auto url = function.urls.find(reference.qualifier);
    if (url == function.urls.end()) {
      throw_no_url();
    }
    edit(url->second);
    url->second.last_modified_ms = context.service_clock.now_ms();
  });
}

ordered_json new_function_url(const FunctionDefinition& function, const std::string& qualifier,
                              const OperationContext& context) {
  const FunctionUrlConfig& config = function.urls.at(qualifier);
  ordered_json answer = {{"FunctionUrl", url_of(config, context)},
                         {"FunctionArn", function.arn(qualifier)},
                         {"AuthType", config.auth_type}};
  if (config.cors) {
    answer["Cors"] = to_json(*config.cors);
  }
  answer["CreationTime"] = triggers::iso_time(config.created_ms);
  if (!config.invoke_mode.empty()) {
    answer["InvokeMode"] = config.invoke_mode;
  }
  return answer;
}

ordered_json function_url_configuration(const FunctionDefinition& function,
                                        const std::string& qualifier,
                                        const OperationContext& context) {
  ordered_json answer = new_function_url(function, qualifier, context);
  answer["LastModifiedTime"] = triggers::iso_time(function.urls.at(qualifier).last_modified_ms);
  answer.emplace("InvokeMode", "BUFFERED");  // unless it was said
  return answer;
}

}  // namespace tombola::operations::lambda

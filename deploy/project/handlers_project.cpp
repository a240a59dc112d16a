#include "deploy/project/handlers_project.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>

#include <fmt/format.h>

#include "deploy/project/checked_json.h"
#include "deploy/project/project_files.h"
#include "deploy/project/table_settings.h"
#include "operations/lambda/function_code.h"
#include "services/api_gateway/route_key.h"
#include "triggers/function.h"

namespace tombola::deploy {
namespace {

namespace fs = std::filesystem;
using operations::lambda::run_in_place_bucket;

// Any would do: what runs is what the handler's file wants.
constexpr const char* node_runtime = "nodejs20.x";
constexpr const char* python_runtime = "python3.11";
constexpr const char* program_runtime = "provided.al2023";

// Settings of a trigger by the names that CDK gives them, and by those of the resource.
enum class Type { Number, Boolean, Text };
struct TriggerSetting {
  const char* name;
  const char* property;
  Type type;
};
constexpr std::array<TriggerSetting, 9> trigger_settings = {{
    {"batchSize", "BatchSize", Type::Number},
    {"maxBatchingWindow", "MaximumBatchingWindowInSeconds", Type::Number},
    {"parallelizationFactor", "ParallelizationFactor", Type::Number},
    {"retryAttempts", "MaximumRetryAttempts", Type::Number},
    {"maxRecordAge", "MaximumRecordAgeInSeconds", Type::Number},
    {"tumblingWindow", "TumblingWindowInSeconds", Type::Number},
    {"bisectBatchOnError", "BisectBatchOnFunctionError", Type::Boolean},
    {"enabled", "Enabled", Type::Boolean},
    {"startingPosition", "StartingPosition", Type::Text},
}};

Json document_of(const fs::path& file) {
  const auto text = text_of_file(file);
  if (!text) {
    throw ProjectError(fmt::format("{}: it cannot be read", file.string()));
  }
  try {
    return Json::parse(*text, nullptr, true, /*ignore_comments=*/true);
  } catch (const Json::parse_error& error) {
    const std::string what = error.what();  // "[json.exception...] parse error at line 1, column 2"
    throw ProjectError(fmt::format("{}: {}", file.string(), what.substr(what.find("] ") + 2)));
  }
}

// on-entry -> OnEntry
std::string logical_name(std::string_view name) {
  std::string made;
  bool begins = true;
  for (const char letter : name) {
    const bool counts = std::isalnum(static_cast<unsigned char>(letter)) != 0;
    if (counts) {
      made += begins ? static_cast<char>(std::toupper(static_cast<unsigned char>(letter))) : letter;
    }
    begins = !counts;
  }
  return made;
}

Json ref_to(const std::string& logical_id) {
  return {{"Ref", logical_id}};
}

class HandlersProject {
 public:
  HandlersProject(const fs::path& file, const Json& document)
      : folder_(file.parent_path()), root_(document, file.string()) {
    root_.check_members({"name", "tables", "functions", "environment", "triggers", "routes"});
  }

  ProjectStack read() {
    if (const auto tables = root_.find("tables")) {
      for (const auto& [name, table] : tables->members()) {
        tables_[name] = add(name, "Table", "AWS::DynamoDB::Table", table_properties(name, table));
      }
    }
    if (const auto functions = root_.find("functions")) {
      for (const auto& [name, function] : functions->members()) {
        functions_[name] =
            add(name, "Function", "AWS::Lambda::Function", function_properties(name, function));
      }
    }
    if (const auto triggers = root_.find("triggers")) {
      for (const CheckedJson& trigger : triggers->elements()) {
        add_trigger(trigger);
      }
    }
    if (const auto routes = root_.find("routes")) {
      add_routes(*routes);
    }
    if (resources_.empty()) {
      root_.fail("it has neither tables nor functions");
    }
    return {stack_name(), Json({{"Resources", resources_}}).dump(), {}, {}};
  }

 private:
  std::string stack_name() const {
    const auto given = root_.find("name");
    return stack_name_of(given ? given->text() : folder_.filename().string());
  }

  // Its logical id.
  std::string add(std::string_view name, const char* kind, const char* type, Json properties) {
    const std::string wanted = logical_name(name) + kind;
    std::string id = wanted;
    for (int number = 2; resources_.contains(id); ++number) {
      id = wanted + std::to_string(number);
    }
    resources_[id] = {{"Type", type}, {"Properties", std::move(properties)}};
    return id;
  }

  Json function_properties(const std::string& name, const CheckedJson& function) const {
    Json properties = {{"FunctionName", name},
                       {"Role", {{"Fn::Sub", "arn:aws:iam::${AWS::AccountId}:role/tombola"}}}};
    if (!function.is_text()) {
      function.check_members({"handler", "environment", "timeout", "memory"});
    }
    const CheckedJson handler = function.is_text() ? function : function.member("handler");
    properties.update(code_properties(handler));
    Json variables = Json::object();
    add_variables(root_, variables);
    if (function.is_object()) {
      add_variables(function, variables);
      if (const auto timeout = function.find("timeout")) {
        properties["Timeout"] = timeout->number();
      }
      if (const auto memory = function.find("memory")) {
        properties["MemorySize"] = memory->number();
      }
    }
    if (!variables.empty()) {
      properties["Environment"] = {{"Variables", std::move(variables)}};
    }
    return properties;
  }

  static void add_variables(const CheckedJson& of, Json& variables) {
    if (const auto environment = of.find("environment")) {
      for (const auto& [name, value] : environment->members()) {
        if (value.value().is_structured() || value.value().is_null()) {
          value.fail("it must be a text");
        }
        variables[name] = value.is_text() ? value.value() : Json(value.value().dump());
      }
    }
  }

  // FILE or FILE:EXPORT.
  Json code_properties(const CheckedJson& handler) const {
    const std::string text = handler.text();
    const std::size_t colon = text.rfind(':');
    const std::string file = text.substr(0, colon);
    const std::string exported = colon == std::string::npos ? "handler" : text.substr(colon + 1);
    if (exported.empty()) {
      handler.fail("it names no export after its colon");
    }
    const auto kind = fs::path(file).filename() == "bootstrap"
                          ? std::optional(triggers::RuntimeKind::Executable)
                          : triggers::runtime_kind_of(file);
    if (!kind) {
      handler.fail(fmt::format(
          "{} is no handler; that is a .ts, .js, .mjs, .cjs or .py file, or a program called "
          "bootstrap",
          file));
    }
    std::error_code ignored;
    if (!fs::is_regular_file(folder_ / file, ignored)) {
      handler.fail(fmt::format("there is no file {}; correct the path",
                               (folder_ / file).lexically_normal().string()));
    }
    Json code = {{"S3Bucket", run_in_place_bucket}};
    if (*kind == triggers::RuntimeKind::Executable) {
      code["S3Key"] = (folder_ / file).lexically_normal().parent_path().string();
      return {{"Code", code}, {"Runtime", program_runtime}, {"Handler", "bootstrap"}};
    }
    const fs::path module = fs::path(file).lexically_normal().replace_extension();
    code["S3Key"] = folder_.string();
    return {{"Code", code},
            {"Runtime", *kind == triggers::RuntimeKind::Python ? python_runtime : node_runtime},
            {"Handler", module.string() + "." + exported}};
  }

  void add_trigger(const CheckedJson& trigger) {
    trigger.check_members({"table", "function", "filters", "reportBatchItemFailures", "batchSize",
                           "maxBatchingWindow", "parallelizationFactor", "retryAttempts",
                           "maxRecordAge", "tumblingWindow", "bisectBatchOnError", "enabled",
                           "startingPosition"});
    const std::string table = known(trigger.member("table"), tables_, "table");
    const std::string function = known(trigger.member("function"), functions_, "function");
    Json properties = {{"EventSourceArn", {{"Fn::GetAtt", {table, "StreamArn"}}}},
                       {"FunctionName", ref_to(function)},
                       {"StartingPosition", "TRIM_HORIZON"}};
    for (const TriggerSetting& setting : trigger_settings) {
      if (const auto given = trigger.find(setting.name)) {
        properties[setting.property] = setting.type == Type::Number    ? given->number()
                                       : setting.type == Type::Boolean ? given->boolean()
                                                                       : Json(given->text());
      }
    }
    if (const auto reports = trigger.find("reportBatchItemFailures");
        reports && reports->boolean() == true) {
      properties["FunctionResponseTypes"] = Json::array({"ReportBatchItemFailures"});
    }
    if (const auto filters = trigger.find("filters")) {
      Json patterns = Json::array();
      for (const CheckedJson& filter : filters->elements()) {
        filter.members();
        patterns.push_back({{"Pattern", filter.value().dump()}});
      }
      properties["FilterCriteria"] = {{"Filters", std::move(patterns)}};
    }
    if (resources_[table]["Properties"].contains("StreamSpecification") == false) {
      trigger.member("table").fail("it has no stream; take its \"stream\": false away");
    }
    add(function + "On" + table, "Trigger", "AWS::Lambda::EventSourceMapping",
        std::move(properties));
  }

  // The logical id of what is named.
  static std::string known(const CheckedJson& name, const std::map<std::string, std::string>& there,
                           const char* kind) {
    const auto found = there.find(name.text());
    if (found == there.end()) {
      name.fail(fmt::format("there is no {} {}; add it, or correct the name", kind, name.text()));
    }
    return found->second;
  }

  void add_routes(const CheckedJson& routes) {
    const std::string api = add("", "Api", "AWS::ApiGatewayV2::Api",
                                {{"Name", stack_name()}, {"ProtocolType", "HTTP"}});
    add("", "Stage", "AWS::ApiGatewayV2::Stage",
        {{"ApiId", ref_to(api)}, {"StageName", "$default"}, {"AutoDeploy", true}});
    std::map<std::string, std::string> integrations;
    for (const auto& [key, function] : routes.members()) {
      if (!services::api_gateway::is_route_key(key)) {
        function.fail(R"(a route is a method and a path: "GET /items/{id}", or "$default")");
      }
      const std::string id = known(function, functions_, "function");
      std::string& integration = integrations[id];
      if (integration.empty()) {
        integration = add(id, "Integration", "AWS::ApiGatewayV2::Integration",
                          {{"ApiId", ref_to(api)},
                           {"IntegrationType", "AWS_PROXY"},
                           {"IntegrationUri", {{"Fn::GetAtt", {id, "Arn"}}}},
                           {"PayloadFormatVersion", "2.0"}});
      }
      add(key, "Route", "AWS::ApiGatewayV2::Route",
          {{"ApiId", ref_to(api)},
           {"RouteKey", key},
           {"Target", {{"Fn::Join", {"/", {"integrations", ref_to(integration)}}}}}});
    }
  }

  fs::path folder_;
  CheckedJson root_;
  Json resources_ = Json::object();
  std::map<std::string, std::string> tables_;  // logical ids by name
  std::map<std::string, std::string> functions_;
};

}  // namespace

Project read_handlers_project(const fs::path& file) {
  const fs::path absolute = fs::weakly_canonical(file);
  const Json document = document_of(absolute);
  return {{HandlersProject(absolute, document).read()}, {absolute}};
}

}  // namespace tombola::deploy

#include "operations/cloudformation/stack_request.h"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "dynamodb/api_error.h"
#include "operations/s3/s3_request.h"
#include "services/cloudformation/stack_error.h"
#include "services/services.h"

namespace tombola::operations::cloudformation {
namespace {

using dynamodb::Shape;
using nlohmann::ordered_json;

namespace stacks = services::cloudformation;

bool is_stack_name(std::string_view text) {
  return !text.empty() && std::isalpha(static_cast<unsigned char>(text.front())) != 0 &&
         std::all_of(text.begin(), text.end(), [](unsigned char letter) {
           return std::isalnum(letter) != 0 || letter == '-';
         });
}

bool is_stack_reference(std::string_view text) {
  return text.starts_with("arn:") || is_stack_name(text);
}

struct ObjectName {
  std::string bucket;
  std::string key;
};

// Path style where the host is S3's or this server's, virtual-host style where it begins with the
// bucket. What host it is otherwise matters to nobody: the object is one of ours.
ObjectName object_of_url(std::string_view url) {
  const std::size_t scheme = url.find("://");
  const std::string_view rest = scheme == std::string_view::npos ? "" : url.substr(scheme + 3);
  const std::size_t slash = rest.find('/');
  if (slash == std::string_view::npos) {
    throw stacks::validation_error(
        fmt::format("TemplateURL must reference a valid S3 object to which you have access."));
  }
  const std::string_view host = rest.substr(0, slash);
  const std::string path = s3::percent_decoded(rest.substr(slash + 1, rest.find('?') - slash - 1));
  const std::size_t service = host.find(".s3");
  if (!host.starts_with("s3.") && !host.starts_with("s3-") && service != std::string_view::npos) {
    return {std::string(host.substr(0, service)), path};
  }
  const std::size_t key = path.find('/');
  return {path.substr(0, key), key == std::string::npos ? "" : path.substr(key + 1)};
}

std::map<std::string, std::string> tags_of(const Request& request) {
  std::map<std::string, std::string> tags;
  if (const auto list = request.member("Tags")) {
    for (const dynamodb::JsonValue json : list->elements()) {
      const Request tag(json);
      tags[std::string(tag.string("Key").value_or(""))] = tag.string("Value").value_or("");
    }
  }
  return tags;
}

std::vector<GivenStackParameter> parameters_of(const Request& request) {
  std::vector<GivenStackParameter> parameters;
  if (const auto list = request.member("Parameters")) {
    for (const dynamodb::JsonValue json : list->elements()) {
      const Request one(json);
      GivenStackParameter parameter;
      parameter.key = one.string("ParameterKey").value_or("");
      if (const auto value = one.string("ParameterValue")) {
        parameter.value = std::string(*value);
      }
      parameter.use_previous_value = one.boolean("UsePreviousValue").value_or(false);
      parameters.push_back(std::move(parameter));
    }
  }
  return parameters;
}

}  // namespace

Request checked(dynamodb::JsonValue json, const dynamodb::Shape& fields) {
  try {
    return Request::checked(json, fields, dynamodb::Wording::Old);
  } catch (const dynamodb::ApiError& error) {
    throw stacks::validation_error(error.message());
  }
}

Shape stack_reference_shape() {
  return Shape::string().length(1, 2048).pattern("[a-zA-Z][-a-zA-Z0-9]*|arn:[-a-zA-Z0-9:/._+]*",
                                                 is_stack_reference);
}

std::vector<dynamodb::Field> stack_fields() {
  using enum dynamodb::Presence;
  return {
      {"StackName", stack_reference_shape(), Required},
      {"TemplateBody", Shape::string().length(1, 51'200)},
      {"TemplateURL", Shape::string().length(1, 5120)},
      {"UsePreviousTemplate", Shape::boolean()},
      {"Parameters",
       Shape::list_of(Shape::structure("Parameter", {{"ParameterKey", Shape::string()},
                                                     {"ParameterValue", Shape::string()},
                                                     {"UsePreviousValue", Shape::boolean()}}))},
      {"Tags", Shape::list_of(Shape::structure("Tag", {{"Key", Shape::string(), Required},
                                                       {"Value", Shape::string(), Required}}))},
      {"Capabilities", Shape::list_of(Shape::string().one_of(
                           {"CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND", "CAPABILITY_IAM"}))},
      {"NotificationARNs", Shape::list_of(Shape::string())},
      {"RoleARN", Shape::string().length(20, 2048)},
      {"DisableRollback", Shape::boolean()},
      {"RollbackConfiguration", Shape::structure("RollbackConfiguration", {})},
      {"ClientRequestToken", Shape::string()},
      {"ClientToken", Shape::string()},
      {"StackPolicyBody", Shape::string(), Unsupported},
      {"StackPolicyURL", Shape::string(), Unsupported},
      {"ResourceTypes", Shape::list_of(Shape::string()), Unsupported}};
}

StackRequest stack_request(const Request& request, OperationContext& context) {
  StackRequest asked;
  asked.stack_name = request.required("StackName").as_string();
  asked.template_text = template_text(request, context);
  const bool use_previous = request.boolean("UsePreviousTemplate").value_or(false);
  if (use_previous == asked.template_text.has_value()) {
    throw stacks::validation_error(
        use_previous ? "You cannot specify both usePreviousTemplate and Template Body/Template URL."
                     : "Either Template URL or Template Body must be specified.");
  }
  asked.parameters = parameters_of(request);
  if (request.has("Tags")) {
    asked.tags = tags_of(request);
  }
  asked.capabilities = texts(request, "Capabilities");
  asked.notification_arns = texts(request, "NotificationARNs");
  asked.role_arn = request.string("RoleARN").value_or("");
  asked.disable_rollback = request.boolean("DisableRollback");
  return asked;
}

std::optional<std::string> template_text(const Request& request, OperationContext& context) {
  const auto body = request.string("TemplateBody");
  const auto url = request.string("TemplateURL");
  if (body && url) {
    throw stacks::validation_error("You cannot specify both Template Body and Template URL.");
  }
  if (url) {
    return text_of_url(*url, context);
  }
  return body ? std::optional(std::string(*body)) : std::nullopt;
}

std::string text_of_url(std::string_view url, OperationContext& context) {
  const ObjectName name = object_of_url(url);
  return text_of_object(name.bucket, name.key, context);
}

std::string text_of_object(const std::string& bucket, const std::string& key,
                           OperationContext& context) {
  try {
    auto found =
        context.services->objects().read(bucket, key, [](const services::s3::Object& object) {
          return services::s3::ObjectStore::Slice{0, object.size};
        });
    if (found) {
      return std::move(found->second);
    }
  } catch (const services::ServiceError&) {
    // There is no such bucket: said in the same words.
  }
  throw stacks::validation_error("S3 error: The specified key does not exist.");
}

Stack stack_named(std::string_view name_or_arn, OperationContext& context) {
  auto stack = context.stacks->store().find(context.name_space, name_or_arn);
  if (!stack) {
    throw stacks::stack_does_not_exist(name_or_arn);
  }
  return std::move(*stack);
}

FoundChangeSet change_set_named(const Request& request, OperationContext& context) {
  auto& store = context.stacks->store();
  const std::string_view name = request.required("ChangeSetName").as_string();
  if (const auto stack_name = request.string("StackName")) {
    Stack stack = stack_named(*stack_name, context);
    if (auto found = store.find_change_set(stack, name)) {
      return {std::move(stack), std::move(*found)};
    }
    throw stacks::change_set_not_found(name);
  }
  if (!name.starts_with("arn:")) {
    throw stacks::validation_error(
        "StackName must be specified if ChangeSetName is not specified as an ARN.");
  }
  if (auto found = store.find_change_set(context.name_space, name)) {
    Stack stack = stack_named(found->stack_arn, context);
    return {std::move(stack), std::move(*found)};
  }
  throw stacks::change_set_not_found(name);
}

std::vector<std::string> texts(const Request& request, std::string_view name) {
  std::vector<std::string> values;
  if (const auto list = request.member(name)) {
    for (const dynamodb::JsonValue value : list->elements()) {
      values.emplace_back(value.as_string());
    }
  }
  return values;
}

ordered_json tag_list(const std::map<std::string, std::string>& tags) {
  ordered_json list = ordered_json::array();
  for (const auto& [key, value] : tags) {
    list.push_back({{"Key", key}, {"Value", value}});
  }
  return list;
}

ordered_json parameter_list(const std::vector<stacks::StackParameter>& parameters) {
  ordered_json list = ordered_json::array();
  for (const auto& parameter : parameters) {
    ordered_json one = {{"ParameterKey", parameter.key},
                        {"ParameterValue", parameter.no_echo ? "****" : parameter.value}};
    if (parameter.resolved_value) {
      one["ResolvedValue"] = *parameter.resolved_value;
    }
    list.push_back(std::move(one));
  }
  return list;
}

void add(ordered_json& answer, const char* name, const std::string& value) {
  if (!value.empty()) {
    answer[name] = value;
  }
}

}  // namespace tombola::operations::cloudformation

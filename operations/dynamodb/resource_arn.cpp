// Texts: observed on AWS (us-west-2, October 2026).
#include "operations/dynamodb/resource_arn.h"

#include <vector>

#include <fmt/format.h>

#include "dynamodb/api_error.h"
#include "dynamodb/validation/shape.h"
#include "operations/dynamodb/table_name.h"

namespace tombola::operations {
namespace {

using dynamodb::ApiError;

constexpr std::string_view invalid_parameters = "One or more parameter values were invalid: ";

[[noreturn]] void refuse(std::string_view sentence) {
  throw ApiError::validation(std::string(invalid_parameters).append(sentence));
}

std::vector<std::string_view> split(std::string_view text, char separator, std::size_t parts_max) {
  std::vector<std::string_view> parts;
  while (parts.size() + 1 < parts_max && text.find(separator) != std::string_view::npos) {
    parts.push_back(text.substr(0, text.find(separator)));
    text.remove_prefix(parts.back().size() + 1);
  }
  parts.push_back(text);
  return parts;
}

// arn:aws:dynamodb:<region>:<account>:table/<name>[/stream/<label>|/index/<name>]
struct Parts {
  ResourceArn resource;
  std::string_view partition;
  std::string_view region;
  std::string_view account;
};

Parts parse(std::string_view arn) {
  if (!arn.starts_with("arn:")) {
    refuse(fmt::format("ARNs must start with 'arn:': {}", arn));
  }
  const auto fields = split(arn, ':', 6);
  const auto path = split(fields.back(), '/', 4);
  const bool is_table = fields.size() == 6 && fields[2] == "dynamodb" && path[0] == "table" &&
                        path.size() >= 2 && dynamodb::is_resource_name(path[1]);
  const bool is_index = path.size() == 4 && path[2] == "index";
  const bool is_stream = path.size() == 4 && path[2] == "stream";
  if (!is_table || (path.size() > 2 && !is_index && !is_stream)) {
    refuse(fmt::format("Provided Arn is not a DynamoDB resource arn: {}", arn));
  }
  if (is_index) {
    refuse(
        fmt::format("Invalid resource arn provided, only table or stream is accepted. Provided "
                    "resource arn: {}",
                    arn));
  }
  return {{std::string(arn), std::string(path[1]), is_stream ? std::string(path[3]) : ""},
          fields[1],
          fields[3],
          fields[4]};
}

}  // namespace

ResourceArn policy_resource_from(std::string_view arn, const OperationContext& context) {
  Parts parts = parse(arn);
  if (parts.partition != "aws" || parts.region != context.name_space.region) {
    refuse(fmt::format("Invalid resource Arn: {}", arn));
  }
  if (parts.account != context.name_space.account) {
    throw ApiError::validation(
        "This action is only supported by accounts that match the resource owner’s account.");
  }
  return std::move(parts.resource);
}

ResourceArn tagged_resource_from(std::string_view arn, const OperationContext& context) {
  Parts parts = parse(arn);
  if (parts.partition != "aws" || parts.region != context.name_space.region) {
    throw ApiError::validation(
        fmt::format("Invalid TableArn: Invalid ResourceArn provided as input {}", arn));
  }
  if (parts.account != context.name_space.account) {
    throw ApiError::access_denied("Access is denied");
  }
  return std::move(parts.resource);
}

storage::TableSnapshot tagged_table_or_throw(storage::TableSnapshot table, const ResourceArn& arn,
                                             const OperationContext& context) {
  const bool is_there =
      table && !is_being_created(*table, context) &&
      (!arn.is_stream() || (table->stream_enabled() && table->stream->label == arn.stream_label));
  if (!is_there) {
    throw ApiError::resource_not_found(
        fmt::format("Requested resource not found: ResourceArn: {} not found", arn.text));
  }
  return table;
}

void refuse_to_tag_stream(const ResourceArn& arn) {
  if (arn.is_stream()) {
    throw ApiError::validation("Tombola does not support tags of streams yet: " + arn.text);
  }
}

}  // namespace tombola::operations

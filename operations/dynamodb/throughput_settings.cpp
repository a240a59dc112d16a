// Texts: observed on AWS (us-west-2, October 2026).
#include "operations/dynamodb/throughput_settings.h"

#include <fmt/format.h>

#include "dynamodb/api_error.h"
#include "storage/key_encoding.h"

namespace tombola::operations {
namespace {

using dynamodb::ApiError;
using dynamodb::Shape;

constexpr std::string_view managed_key_alias = "alias/aws/dynamodb";

[[noreturn]] void refuse(std::string_view sentence) {
  throw ApiError::validation(
      std::string("One or more parameter values were invalid: ").append(sentence));
}

dynamodb::UnitsRequest units_of(const Request& request, std::string_view member,
                                std::string_view read, std::string_view write) {
  const auto units = request.structure(member);
  return units ? dynamodb::UnitsRequest{units->integer(read), units->integer(write)}
               : dynamodb::UnitsRequest{};
}

// The key behind an alias: made up, and always the same.
std::string key_id_of_alias(std::string_view alias) {
  const std::uint64_t high = storage::partition_hash(fmt::format("key {}", alias));
  const std::uint64_t low = storage::partition_hash(fmt::format("id {}", alias));
  return fmt::format("{:08x}-{:04x}-{:04x}-{:04x}-{:012x}", high >> 32, (high >> 16) & 0xffff,
                     high & 0xffff, low >> 48, low & 0xffffffffffffULL);
}

// A key's id or ARN, or an alias or its ARN.
std::string key_arn(std::string_view key, const dynamodb::Namespace& name_space) {
  if (key.find(":key/") != std::string_view::npos) {
    return std::string(key);
  }
  const std::size_t alias_at = key.find("alias/");
  const std::string id =
      alias_at == std::string_view::npos ? std::string(key) : key_id_of_alias(key.substr(alias_at));
  return fmt::format("arn:aws:kms:{}:{}:key/{}", name_space.region, name_space.account, id);
}

}  // namespace

Shape on_demand_throughput_shape() {
  return Shape::structure("OnDemandThroughput", {{"MaxReadRequestUnits", Shape::integer()},
                                                 {"MaxWriteRequestUnits", Shape::integer()}});
}

Shape warm_throughput_shape() {
  return Shape::structure("WarmThroughput", {{"ReadUnitsPerSecond", Shape::integer()},
                                             {"WriteUnitsPerSecond", Shape::integer()}});
}

Shape sse_specification_shape() {
  return Shape::structure("SSESpecification",
                          {{"Enabled", Shape::boolean()},
                           {"SSEType", Shape::string().one_of({"AES256", "KMS"})},
                           {"KMSMasterKeyId", Shape::string().length(1, 2048)}});
}

dynamodb::UnitsRequest on_demand_of(const Request& request, std::string_view member) {
  return units_of(request, member, "MaxReadRequestUnits", "MaxWriteRequestUnits");
}

dynamodb::UnitsRequest warm_of(const Request& request) {
  return units_of(request, "WarmThroughput", "ReadUnitsPerSecond", "WriteUnitsPerSecond");
}

std::optional<std::string> kms_key_of(const Request& request, const dynamodb::Namespace& name_space,
                                      std::string_view member) {
  const auto specification = request.structure(member);
  if (!specification) {
    return std::nullopt;
  }
  const auto type = specification->string("SSEType");
  const auto key = specification->string("KMSMasterKeyId");
  // A type enables by itself.
  if (!specification->boolean("Enabled").value_or(type.has_value())) {
    if (type) {
      refuse("SSEType can not be specified if Enabled is false");
    }
    if (key) {
      refuse("KMSMasterKeyId can not be specified if Enabled is false");
    }
    return std::string();
  }
  if (type && *type == "AES256") {
    refuse("SSEType AES256 is not supported");
  }
  if (key && !type) {
    refuse("SSEType KMS is required if KMSMasterKeyId is specified");
  }
  return key_arn(key.value_or(managed_key_alias), name_space);
}

std::optional<std::string> table_class_of(const Request& request) {
  const auto table_class = request.string("TableClass");
  if (!table_class) {
    return std::nullopt;
  }
  if (*table_class != "STANDARD" && *table_class != "STANDARD_INFREQUENT_ACCESS") {
    throw ApiError::validation(
        "Invalid table-class parameter provided. Please try again with a valid table-class value: "
        "[STANDARD, STANDARD_INFREQUENT_ACCESS].");
  }
  return std::string(*table_class);
}

}  // namespace tombola::operations

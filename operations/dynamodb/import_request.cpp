#include "operations/dynamodb/import_request.h"

#include <fmt/format.h>

#include "dynamodb/api_error.h"
#include "dynamodb/validation/throughput_rules.h"
#include "operations/dynamodb/common_fields.h"
#include "operations/dynamodb/index_settings.h"
#include "operations/dynamodb/table_jobs.h"
#include "operations/dynamodb/table_request.h"
#include "operations/dynamodb/throughput_settings.h"

namespace tombola::operations {
namespace {

using dynamodb::ApiError;
using dynamodb::Presence;
using dynamodb::Shape;

// ^[^\$]+$
bool is_client_token(std::string_view text) {
  return !text.empty() && text.find('$') == std::string_view::npos;
}

bool is_delimiter(std::string_view text) {
  constexpr std::string_view delimiters = ",;:|\t ";
  return text.size() == 1 && delimiters.find(text.front()) != std::string_view::npos;
}

// [\x20-\x21\x23-\x2B\x2D-\x7E]*
bool is_header(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return c >= ' ' && c <= '~' && c != '"' && c != ','; });
}

bool is_account(std::string_view text) {
  constexpr std::size_t digits = 12;
  return text.size() == digits && text.find_first_not_of("0123456789") == std::string_view::npos;
}

Shape csv_shape() {
  constexpr std::size_t headers_max = 255;
  constexpr std::size_t header_length_max = 65'536;
  return Shape::structure(
      "CsvOptions",
      {{"Delimiter", Shape::string().pattern("[,;:|\\t ]", is_delimiter).length(1, 1)},
       {"HeaderList", Shape::list_of(Shape::string()
                                         .pattern("[\\x20-\\x21\\x23-\\x2B\\x2D-\\x7E]*", is_header)
                                         .length(1, header_length_max))
                          .length(1, headers_max)}});
}

const Shape& table_shape() {
  static const Shape shape =
      Shape::structure("TableCreationParameters",
                       {{"TableName",
                         Shape::string()
                             .pattern(dynamodb::resource_name_pattern, dynamodb::is_resource_name)
                             .length(3, 255),
                         Presence::Required},
                        {"AttributeDefinitions", attribute_definitions_shape(), Presence::Required},
                        {"KeySchema", key_schema_shape(2), Presence::Required},
                        {"BillingMode", billing_mode_shape()},
                        {"ProvisionedThroughput", provisioned_throughput_shape()},
                        {"OnDemandThroughput", on_demand_throughput_shape()},
                        {"SSESpecification", sse_specification_shape()},
                        {"GlobalSecondaryIndexes", global_secondary_indexes_shape()},
                        unsupported("VectorIndexes", Shape::list_of(Shape::structure("", {})))});
  return shape;
}

const Shape& fields() {
  static const Shape shape = Shape::structure(
      "ImportTableInput",
      {{"ClientToken", Shape::string().pattern("^[^\\$]+$", is_client_token)},
       {"S3BucketSource",
        Shape::structure("S3BucketSource",
                         {{"S3BucketOwner", Shape::string().pattern("[0-9]{12}", is_account)},
                          {"S3Bucket", Shape::string().length(0, 255), Presence::Required},
                          {"S3KeyPrefix", Shape::string().length(0, 1024)}}),
        Presence::Required},
       {"InputFormat", Shape::string().one_of({"DYNAMODB_JSON", "ION", "CSV"}), Presence::Required},
       {"InputFormatOptions", Shape::structure("InputFormatOptions", {{"Csv", csv_shape()}})},
       // The order was observed.
       {"InputCompressionType", Shape::string().one_of({"ZSTD", "NONE", "GZIP"})},
       {"TableCreationParameters", table_shape(), Presence::Required}});
  return shape;
}

}  // namespace

Request checked_import_request(dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const std::string_view format = request.required("InputFormat").as_string();
  const auto options = request.structure("InputFormatOptions");
  if (format != "CSV" && options && options->has("Csv")) {
    throw ApiError::validation(fmt::format(
        "Invalid Request: Unsupported InputFormatOptions for the given input format: {}.", format));
  }
  if (format == "ION") {
    throw ApiError::validation("Tombola does not support the InputFormat ION yet");
  }
  return request;
}

nlohmann::ordered_json table_creation_parameters(const Request& request) {
  const nlohmann::ordered_json given = copy_of(request.required("TableCreationParameters"));
  nlohmann::ordered_json known = nlohmann::ordered_json::object();
  for (const dynamodb::Field& field : table_shape().fields()) {
    if (const auto member = given.find(field.name); member != given.end() && !member->is_null()) {
      known[std::string(field.name)] = *member;
    }
  }
  return known;
}

dynamodb::TableDefinition imported_table(const Request& request,
                                         const dynamodb::Namespace& name_space) {
  // What AWS does not know of an imported table must not come through either.
  const auto document = dynamodb::JsonDocument::parse(table_creation_parameters(request).dump());
  dynamodb::TableDefinition table = requested_table(Request(document.root()), name_space);
  dynamodb::check_account_quotas(table, nullptr);
  return table;
}

ImportFormat import_format_of(const Request& request) {
  using Compression = ImportFormat::Compression;
  ImportFormat format;
  const std::string_view compression = request.string("InputCompressionType").value_or("NONE");
  format.compression = compression == "GZIP"   ? Compression::Gzip
                       : compression == "ZSTD" ? Compression::Zstd
                                               : Compression::None;
  if (request.required("InputFormat").as_string() != "CSV") {
    return format;
  }
  format.kind = ImportFormat::Kind::Csv;
  const auto options = request.structure("InputFormatOptions");
  const auto csv = options ? options->structure("Csv") : std::nullopt;
  if (csv) {
    format.delimiter = csv->string("Delimiter").value_or(",").front();
    if (const auto headers = csv->member("HeaderList")) {
      for (dynamodb::JsonValue header : headers->elements()) {
        format.headers.emplace_back(header.as_string());
      }
    }
  }
  return format;
}

}  // namespace tombola::operations

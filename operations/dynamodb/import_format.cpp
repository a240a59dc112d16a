#include "operations/dynamodb/import_format.h"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "dynamodb/api_error.h"
#include "dynamodb/json/json_document.h"
#include "dynamodb/json/json_text.h"
#include "dynamodb/limits.h"
#include "dynamodb/model/attribute_json.h"
#include "dynamodb/validation/shape.h"
#include "http/compression.h"
#include "http/zstd.h"
#include "operations/dynamodb/common_fields.h"
#include "operations/dynamodb/csv_reader.h"

namespace tombola::operations {
namespace {

using dynamodb::ApiError;
using dynamodb::Item;
using dynamodb::JsonDocument;
using dynamodb::Shape;
using dynamodb::TableDefinition;

Item item_of(dynamodb::JsonValue json) {
  static const Shape shape =
      Shape::structure("", {{"Item", attribute_map(), dynamodb::Presence::Required}});
  dynamodb::check_types(json, shape);
  const auto item = json.find("Item");
  if (!item || !item->is_object()) {
    throw ApiError::validation("The line has no Item");
  }
  return dynamodb::parse_attribute_map(*item, dynamodb::ValueLayer::Bare);
}

std::string reason_of(const ApiError& error) {
  return error.message().empty() ? "The line is no item in DynamoDB JSON" : error.message();
}

// {"Item":{"id":{"S":"1"}}}
std::optional<BrokenItem> read_json_lines(std::string_view text, const TakeImported& take) {
  std::size_t index = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) {
      continue;
    }
    try {
      const JsonDocument document = JsonDocument::parse(line);
      take(index, item_of(document.root()));
    } catch (const dynamodb::JsonError&) {
      return BrokenItem{index, "The line is no JSON"};
    } catch (const ApiError& error) {
      return BrokenItem{index, reason_of(error)};
    }
    ++index;
  }
  return std::nullopt;
}

// Keys have the type that their table or index says; all else is a string.
char type_of(const std::string& column, const TableDefinition& table) {
  const auto found =
      std::find_if(table.attribute_definitions.begin(), table.attribute_definitions.end(),
                   [&](const dynamodb::KeyElement& element) { return element.name == column; });
  return found == table.attribute_definitions.end() ? 'S'
                                                    : dynamodb::to_string(found->type).front();
}

// Empty values are no attributes.
Item item_of(const std::vector<std::string>& headers, const std::vector<std::string>& values,
             const TableDefinition& table) {
  std::string json = "{";
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i].empty()) {
      continue;
    }
    json.append(json.size() > 1 ? "," : "");
    dynamodb::append_json_string(json, headers[i]);
    json.append(fmt::format(":{{\"{}\":", type_of(headers[i], table)));
    dynamodb::append_json_string(json, values[i]);
    json.append("}");
  }
  const JsonDocument document = JsonDocument::parse(json.append("}"));
  return dynamodb::parse_attribute_map(document.root(), dynamodb::ValueLayer::Bare);
}

std::optional<BrokenItem> read_csv(std::string_view text, const ImportFormat& format,
                                   const TableDefinition& table, const TakeImported& take) {
  CsvReader reader(text, format.delimiter);
  std::vector<std::string> headers = format.headers;
  if (headers.empty()) {
    headers = reader.next().value_or(std::vector<std::string>{});
  }
  std::size_t index = 0;
  for (auto row = reader.next(); row; row = reader.next()) {
    if (row->size() != headers.size()) {
      return BrokenItem{
          index, fmt::format("The line has {} values, the header {}", row->size(), headers.size())};
    }
    try {
      take(index, item_of(headers, *row, table));
    } catch (const dynamodb::JsonError&) {
      return BrokenItem{index, "The line is not UTF-8"};
    } catch (const ApiError& error) {
      return BrokenItem{index, reason_of(error)};
    }
    ++index;
  }
  return reader.is_broken() ? std::optional(BrokenItem{index, "A double quote is not escaped"})
                            : std::nullopt;
}

}  // namespace

std::optional<std::string> uncompressed(std::string_view bytes, ImportFormat::Compression how) {
  if (bytes.empty() || how == ImportFormat::Compression::None) {
    return std::string(bytes);
  }
  http::Decompressed result =
      how == ImportFormat::Compression::Gzip
          ? http::decompress(http::ContentCoding::Gzip, bytes, limits::import_object_bytes_max)
          : http::decompress_zstd(bytes, limits::import_object_bytes_max);
  return result.outcome == http::Decompressed::Outcome::Complete
             ? std::optional(std::move(result.bytes))
             : std::nullopt;
}

std::optional<BrokenItem> read_items(std::string_view text, const ImportFormat& format,
                                     const TableDefinition& table, const TakeImported& take) {
  return format.kind == ImportFormat::Kind::Csv ? read_csv(text, format, table, take)
                                                : read_json_lines(text, take);
}

}  // namespace tombola::operations

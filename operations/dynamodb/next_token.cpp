// A token is the base64 of: version:1 | digest of the request:8 | query:8 | key as JSON | digest of
// all that:8.
#include "operations/dynamodb/next_token.h"

#include "dynamodb/api_error.h"
#include "dynamodb/json/json_document.h"
#include "dynamodb/json/json_text.h"
#include "dynamodb/model/attribute_json.h"
#include "operations/dynamodb/common_fields.h"
#include "storage/key_encoding.h"
#include "storage/layout.h"

namespace tombola::operations {
namespace {

using dynamodb::ApiError;
using storage::layout::append_big_endian;
using storage::layout::read_big_endian;

constexpr char version = 1;
constexpr std::size_t number_size = 8;
constexpr std::size_t head_size = 1 + 2 * number_size;

ApiError invalid_token() {
  return ApiError::validation("Invalid NextToken");
}

// The bytes before the last digest, which must be theirs.
std::string read_bytes(std::string_view text) {
  std::optional<std::string> bytes = dynamodb::from_base64(text);
  if (!bytes || bytes->size() < head_size + number_size || bytes->front() != version) {
    throw invalid_token();
  }
  const std::size_t size = bytes->size() - number_size;
  const std::uint64_t digest = read_big_endian(std::string_view(*bytes).substr(size));
  bytes->resize(size);
  if (digest != storage::partition_hash(*bytes)) {
    throw invalid_token();
  }
  return std::move(*bytes);
}

}  // namespace

NextToken::NextToken(const Request& request, dynamodb::TableId table) {
  std::string payload;
  append_big_endian(payload, table);
  payload.append(request.required("Statement").as_string());
  if (const auto parameters = request.member("Parameters")) {
    for (dynamodb::JsonValue parameter : parameters->elements()) {
      payload.push_back('\0');
      dynamodb::append_json(payload,
                            dynamodb::parse_attribute_value(parameter, dynamodb::ValueLayer::Bare));
    }
  }
  digest_ = storage::partition_hash(payload);
}

std::string NextToken::text(std::size_t query, std::string_view key_json) const {
  std::string bytes(1, version);
  append_big_endian(bytes, digest_);
  append_big_endian(bytes, query);
  bytes.append(key_json);
  append_big_endian(bytes, storage::partition_hash(bytes));
  return dynamodb::to_base64(bytes);
}

SelectPosition NextToken::position(std::string_view text) const {
  const std::string bytes = read_bytes(text);
  const std::string_view view = bytes;
  if (read_big_endian(view.substr(1)) != digest_) {
    throw ApiError::validation("NextToken does not match request");
  }
  SelectPosition position;
  position.query = read_big_endian(view.substr(1 + number_size));
  try {
    const auto document = dynamodb::JsonDocument::parse(view.substr(head_size));
    dynamodb::check_types(document.root(), attribute_map());
    position.key = dynamodb::parse_attribute_map(document.root(), dynamodb::ValueLayer::Bare);
  } catch (const dynamodb::JsonError&) {
    throw invalid_token();
  } catch (const ApiError&) {
    throw invalid_token();
  }
  return position;
}

void NextToken::refuse(std::string_view text) {
  read_bytes(text);
  throw ApiError::validation("NextToken does not match request");
}

}  // namespace tombola::operations

// A row's bytes: time of use:8 | digest of the payload.
#include "operations/dynamodb/request_token.h"

#include <fmt/format.h>

#include "dynamodb/api_error.h"
#include "storage/key_encoding.h"
#include "storage/layout.h"

namespace tombola::operations {
namespace {

// API_TransactWriteItems: "valid for 10 minutes after the first request that uses it is completed".
constexpr std::int64_t lifetime_ms = 10LL * 60 * 1000;
// How many expired tokens each new one takes away.
constexpr std::size_t expired_per_new_token = 4;

// The JSON as text, members in the order in which they came.
void append_text(std::string& out, dynamodb::JsonValue json) {
  using dynamodb::JsonType;
  switch (json.type()) {
    case JsonType::Null:
      out.append("null");
      break;
    case JsonType::Bool:
      out.append(json.as_bool() ? "true" : "false");
      break;
    case JsonType::Integer:
    case JsonType::Decimal:
      out.append(fmt::format("{}", json.as_number()));
      break;
    case JsonType::String:
      out.append(fmt::format("{}:", json.as_string().size())).append(json.as_string());
      break;
    case JsonType::Array:
      out.push_back('[');
      for (dynamodb::JsonValue element : json.elements()) {
        append_text(out, element);
        out.push_back(',');
      }
      out.push_back(']');
      break;
    case JsonType::Object:
      out.push_back('{');
      for (dynamodb::JsonValue::Member member : json.members()) {
        out.append(fmt::format("{}:", member.name.size())).append(member.name);
        append_text(out, member.value);
        out.push_back(',');
      }
      out.push_back('}');
      break;
  }
}

bool has_expired(std::string_view row, std::int64_t now_ms) {
  const auto used_ms = static_cast<std::int64_t>(storage::layout::read_big_endian(row));
  return used_ms + lifetime_ms <= now_ms;
}

}  // namespace

RequestToken::RequestToken(std::optional<std::string_view> token, dynamodb::JsonValue payload) {
  if (token) {
    token_ = *token;
    std::string text;
    append_text(text, payload);
    payload_ = fmt::format("{} {:x} {:x}", text.size(), storage::partition_hash(text),
                           storage::partition_hash("again " + text));
  }
}

bool RequestToken::was_used(storage::Transaction& transaction,
                            const dynamodb::Namespace& name_space, std::int64_t now_ms) const {
  if (token_.empty()) {
    return false;
  }
  const auto row = transaction.get_for_update(storage::layout::token_key(name_space, token_));
  if (!row) {
    return false;
  }
  if (has_expired(*row, now_ms)) {
    return false;
  }
  if (row->substr(8) != payload_) {
    throw dynamodb::ApiError::modelled(
        "IdempotentParameterMismatchException",
        "An idempotent parameter mismatch occurred: the token was used with another request");
  }
  return true;
}

void RequestToken::remember(storage::Transaction& transaction,
                            const dynamodb::Namespace& name_space, std::int64_t now_ms) const {
  if (token_.empty()) {
    return;
  }
  std::string row;
  storage::layout::append_big_endian(row, static_cast<std::uint64_t>(now_ms));
  row.append(payload_);
  transaction.put(storage::layout::token_key(name_space, token_), row);
  transaction.put(
      storage::layout::token_time_key(static_cast<std::uint64_t>(now_ms), name_space, token_), "");

  const storage::KeyRange expired =
      storage::layout::token_times_until(static_cast<std::uint64_t>(now_ms - lifetime_ms));
  for (const storage::Row& time : transaction
                                      .read(expired, storage::Direction::Forward,
                                            storage::ReadLimit{expired_per_new_token, SIZE_MAX})
                                      .rows) {
    transaction.erase(time.key);
    // The token may have been used anew since.
    const std::string key = storage::layout::token_key_of_time_key(time.key);
    const auto used = transaction.get_for_update(key);
    if (used && has_expired(*used, now_ms)) {
      transaction.erase(key);
    }
  }
}

}  // namespace tombola::operations

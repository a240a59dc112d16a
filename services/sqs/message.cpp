// A row: {"version":1,"id":...,"body":...,"attributes":{name:[type,base64 of the value]},...}; what
// has its default is left out. A body is text that SQS takes, so it is UTF-8.
#include "services/sqs/message.h"

#include <stdexcept>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "dynamodb/json/json_text.h"
#include "services/digest.h"

namespace tombola::services::sqs {
namespace {

using nlohmann::json;

constexpr int row_version = 1;
// Sequence numbers have 20 digits, as on AWS.
constexpr std::uint64_t first_sequence_number = 10'000'000'000'000'000'000ULL;

void append_part(std::string& out, std::string_view part) {
  for (int shift = 24; shift >= 0; shift -= 8) {
    out.push_back(static_cast<char>((part.size() >> shift) & 0xff));
  }
  out.append(part);
}

}  // namespace

std::string message_to_json(const Message& message) {
  json row = {{"version", row_version},  {"id", message.id},
              {"body", message.body},    {"sender", message.sender_id},
              {"sent", message.sent_ms}, {"visible", message.visible_ms}};
  for (const auto& [name, attribute] : message.attributes) {
    row["attributes"][name] = {attribute.data_type, dynamodb::to_base64(attribute.value)};
  }
  const auto put_text = [&](const char* name, const std::string& text) {
    if (!text.empty()) {
      row[name] = text;
    }
  };
  const auto put_number = [&](const char* name, std::int64_t number) {
    if (number != 0) {
      row[name] = number;
    }
  };
  put_text("trace", message.trace_header);
  put_number("received", message.first_received_ms);
  put_number("receives", message.receive_count);
  put_text("receipt", message.receipt);
  put_text("source", message.dead_letter_source_arn);
  put_text("group", message.group_id);
  put_text("deduplication", message.deduplication_id);
  return row.dump();
}

Message message_from_json(std::uint64_t number, std::string_view text) {
  const json row = json::parse(text);
  if (row.at("version") != row_version) {
    throw std::runtime_error("a message's row has an unknown version");
  }
  Message message;
  message.number = number;
  message.id = row.at("id");
  message.body = row.at("body");
  message.sender_id = row.at("sender");
  message.sent_ms = row.at("sent");
  message.visible_ms = row.at("visible");
  const json attributes = row.value("attributes", json::object());
  for (const auto& [name, attribute] : attributes.items()) {
    message.attributes[name] = {attribute.at(0),
                                dynamodb::from_base64(attribute.at(1).get<std::string>()).value()};
  }
  message.trace_header = row.value("trace", "");
  message.first_received_ms = row.value("received", std::int64_t{0});
  message.receive_count = row.value("receives", std::int64_t{0});
  message.receipt = row.value("receipt", "");
  message.dead_letter_source_arn = row.value("source", "");
  message.group_id = row.value("group", "");
  message.deduplication_id = row.value("deduplication", "");
  return message;
}

std::string md5_of_body(const Message& message) {
  return hexadecimal(md5(message.body));
}

std::string md5_of_attributes(const MessageAttributes& attributes) {
  if (attributes.empty()) {
    return "";
  }
  constexpr char text_value = 1;
  constexpr char binary_value = 2;
  std::string bytes;
  for (const auto& [name, attribute] : attributes) {
    append_part(bytes, name);
    append_part(bytes, attribute.data_type);
    bytes.push_back(attribute.is_binary() ? binary_value : text_value);
    append_part(bytes, attribute.value);
  }
  return hexadecimal(md5(bytes));
}

std::size_t message_size_bytes(const Message& message) {
  std::size_t size = message.body.size();
  for (const auto& [name, attribute] : message.attributes) {
    size += name.size() + attribute.data_type.size() + attribute.value.size();
  }
  return size;
}

std::string sequence_number(const Message& message) {
  return fmt::format("{}", first_sequence_number + message.number);
}

}  // namespace tombola::services::sqs

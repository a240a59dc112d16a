// Stored bytes, integers little-endian:
//
//   version:1 = 1 | item size:4 | hash offset:4 | hash length:4 | range offset:4 | range length:4 |
//   canonical JSON
//
// Offsets count from the start of the JSON and point at a key attribute's value, {"S":"..."}. A
// range length of 0 means that the table has no sort key.
#include "storage/item_encoding.h"

#include <cstring>
#include <stdexcept>

#include "dynamodb/json/json_text.h"
#include "dynamodb/model/attribute_json.h"
#include "storage/key_encoding.h"
#include "storage/layout.h"

namespace tombola::storage {
namespace {

constexpr char version = 1;
constexpr std::size_t header_size_bytes = 1 + 5 * 4;

void write_u32(std::string& out, std::size_t at, std::size_t value) {
  const auto narrow = static_cast<std::uint32_t>(value);
  std::memcpy(out.data() + at, &narrow, sizeof narrow);
}

std::uint32_t read_u32(std::string_view bytes, std::size_t at) {
  std::uint32_t value = 0;
  std::memcpy(&value, bytes.data() + at, sizeof value);
  return value;
}

struct Span {
  std::size_t offset = 0;
  std::size_t length = 0;
};

std::string keys_object(std::string_view hash_value_json, std::string_view range_value_json,
                        const dynamodb::TableDefinition& table) {
  std::string out = "{";
  dynamodb::append_json_string(out, table.hash_key.name);
  out.push_back(':');
  out.append(hash_value_json);
  if (table.range_key) {
    out.push_back(',');
    dynamodb::append_json_string(out, table.range_key->name);
    out.push_back(':');
    out.append(range_value_json);
  }
  out.push_back('}');
  return out;
}

}  // namespace

std::string encode_item(const dynamodb::Item& item, const dynamodb::TableDefinition& table) {
  // Of JSON's own, an attribute has about as much: {"S":""}, and its name's quotes.
  constexpr std::size_t json_around_attribute = 14;
  const std::size_t size_bytes = dynamodb::item_size_bytes(item);
  std::string out;
  out.reserve(header_size_bytes + size_bytes + item.size() * json_around_attribute + 2);
  out.resize(header_size_bytes);
  out[0] = version;
  Span hash;
  Span range;
  out.push_back('{');
  for (const dynamodb::Attribute& attribute : item) {
    if (out.size() > header_size_bytes + 1) {
      out.push_back(',');
    }
    dynamodb::append_json_string(out, attribute.name);
    out.push_back(':');
    const std::size_t start = out.size();
    dynamodb::append_json(out, attribute.value);
    const Span span{start - header_size_bytes, out.size() - start};
    if (attribute.name == table.hash_key.name) {
      hash = span;
    } else if (table.range_key && attribute.name == table.range_key->name) {
      range = span;
    }
  }
  out.push_back('}');
  if (hash.length == 0 || (table.range_key && range.length == 0)) {
    throw std::logic_error("encode_item: the item lacks a key attribute of " + table.name);
  }
  write_u32(out, 1, size_bytes);
  write_u32(out, 5, hash.offset);
  write_u32(out, 9, hash.length);
  write_u32(out, 13, range.offset);
  write_u32(out, 17, range.length);
  return out;
}

StoredItem::StoredItem(std::string_view bytes) : bytes_(bytes) {
  if (bytes.size() < header_size_bytes || bytes[0] != version) {
    throw std::runtime_error("a stored item has an unknown format");
  }
  json_ = bytes.substr(header_size_bytes);
  size_bytes_ = read_u32(bytes, 1);
  hash_value_json_ = json_.substr(read_u32(bytes, 5), read_u32(bytes, 9));
  range_value_json_ = json_.substr(read_u32(bytes, 13), read_u32(bytes, 17));
}

dynamodb::Item StoredItem::item() const {
  return dynamodb::parse_canonical_json(json_);
}

std::string key_json(const StoredItem& item, const dynamodb::TableDefinition& table) {
  return keys_object(item.hash_value_json(), item.range_value_json(), table);
}

std::string key_json(const dynamodb::Key& key, const dynamodb::TableDefinition& table) {
  return keys_object(dynamodb::to_json(key.hash),
                     key.range ? dynamodb::to_json(*key.range) : std::string(), table);
}

std::string partition_prefix(const dynamodb::TableDefinition& table,
                             const dynamodb::AttributeValue& hash) {
  std::string encoded;
  append_key_value(encoded, hash);
  std::string key = hash_bound(table, partition_hash(encoded));
  key.append(encoded);
  return key;
}

std::string item_key(const dynamodb::TableDefinition& table, const dynamodb::Key& key) {
  std::string out = partition_prefix(table, key.hash);
  if (key.range) {
    append_key_value(out, *key.range);
  }
  return out;
}

std::string hash_bound(const dynamodb::TableDefinition& table, std::uint64_t hash) {
  std::string key = layout::item_prefix(table.id);
  layout::append_big_endian(key, hash);
  return key;
}

}  // namespace tombola::storage

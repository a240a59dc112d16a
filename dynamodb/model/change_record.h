// What one write did to one item: the entry of the change log, both images in full. The view type
// is applied when it is read.
#pragma once

#include <cstdint>
#include <string_view>

namespace tombola::dynamodb {

enum class ChangeType { Insert, Modify, Remove };
std::string_view to_string(ChangeType type);  // INSERT, MODIFY, REMOVE

// All JSON members are canonical DynamoDB JSON (attribute_json.h), ready to be spliced: views of the
// items, or of the log's bytes, that the record was made from.
struct ChangeRecord {
  ChangeType type = ChangeType::Insert;
  std::uint64_t partition_hash = 0;  // of its partition key: which shard has it
  bool by_time_to_live = false;      // userIdentity dynamodb.amazonaws.com
  std::string_view keys_json;
  std::string_view new_image_json;  // empty: there is none
  std::string_view old_image_json;
  std::uint32_t keys_size_bytes = 0;
  std::uint32_t new_image_size_bytes = 0;
  std::uint32_t old_image_size_bytes = 0;
};

}  // namespace tombola::dynamodb

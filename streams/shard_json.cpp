#include "streams/shard_json.h"

#include <nlohmann/json.hpp>

namespace tombola::streams {

nlohmann::ordered_json shard_json(const Shard& shard) {
  nlohmann::ordered_json range = {
      {"StartingSequenceNumber", sequence_number_text(shard.start_number)}};
  if (shard.end_number) {
    range["EndingSequenceNumber"] = sequence_number_text(*shard.end_number);
  }
  nlohmann::ordered_json out = {{"ShardId", shard.id}, {"SequenceNumberRange", range}};
  if (!shard.parent_id.empty()) {
    out["ParentShardId"] = shard.parent_id;
  }
  return out;
}

}  // namespace tombola::streams

// A shard as DescribeStream tells it.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "streams/shard.h"

namespace tombola::streams {

// {"ShardId","SequenceNumberRange":{"StartingSequenceNumber","EndingSequenceNumber"?},
//  "ParentShardId"?}
nlohmann::ordered_json shard_json(const Shard& shard);

}  // namespace tombola::streams

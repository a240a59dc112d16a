#include "storage/unchanged_writes.h"

#include <algorithm>

#include "dynamodb/limits.h"

namespace tombola::storage {

std::vector<UnchangedWrite> UnchangedWrites::of_item(const std::vector<dynamodb::StreamId>& streams,
                                                     std::string_view keys_json) const {
  std::vector<UnchangedWrite> found;
  const std::lock_guard lock(mutex_);
  std::copy_if(ring_.rbegin(), ring_.rend(), std::back_inserter(found), [&](const auto& write) {
    return write.keys_json == keys_json &&
           std::find(streams.begin(), streams.end(), write.stream) != streams.end();
  });
  return found;
}

void UnchangedWrites::unchanged_committed(dynamodb::StreamId stream, const std::string& keys_json) {
  UnchangedWrite write{stream, keys_json, clock_.now_ms()};
  const std::lock_guard lock(mutex_);
  ring_.push_back(std::move(write));
  if (ring_.size() > limits::remembered_unchanged_writes_max) {
    ring_.pop_front();
  }
}

}  // namespace tombola::storage

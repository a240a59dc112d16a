#include "triggers/record_search.h"

#include <algorithm>
#include <utility>

#include "dynamodb/limits.h"
#include "streams/stream_reader.h"

namespace tombola::triggers {

std::vector<FoundRecord> find_records(
    storage::Transaction& transaction, const std::vector<storage::StreamEntry>& streams,
    std::int64_t now_ms, std::size_t count,
    const std::function<bool(const storage::LoggedChange&)>& wanted) {
  std::vector<FoundRecord> found;
  const auto newer = [](const FoundRecord& left, const FoundRecord& right) {
    return left.change.number > right.change.number;
  };
  for (const storage::StreamEntry& stream : streams) {
    for (const streams::Shard& shard : streams::list_shards(transaction, stream, now_ms).shards) {
      // A page that moves nothing is the end of an open shard.
      std::uint64_t after = 0;
      for (bool more = true; more;) {
        streams::ShardPage page = streams::read_shard(
            transaction, stream, shard, {after, limits::get_records_page_max, now_ms});
        for (storage::LoggedChange& change : page.records) {
          if (wanted(change)) {
            found.push_back({stream, shard, std::move(change)});
            std::push_heap(found.begin(), found.end(), newer);
          }
          if (found.size() > count) {
            std::pop_heap(found.begin(), found.end(), newer);
            found.pop_back();
          }
        }
        more = page.after_number && *page.after_number != after;
        after = page.after_number.value_or(after);
      }
    }
  }
  std::sort_heap(found.begin(), found.end(), newer);
  return found;
}

}  // namespace tombola::triggers

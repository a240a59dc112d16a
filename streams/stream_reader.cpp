#include "streams/stream_reader.h"

#include <algorithm>

#include <fmt/format.h>

#include "dynamodb/api_error.h"
#include "dynamodb/limits.h"
#include "streams/stream_record.h"

namespace tombola::streams {

using dynamodb::ApiError;

StreamName parse_stream_arn(std::string_view arn) {
  constexpr std::string_view table_part = ":table/";
  constexpr std::string_view stream_part = "/stream/";
  const std::size_t table_at = arn.find(table_part);
  const std::size_t stream_at = arn.find(stream_part);
  if (!arn.starts_with("arn:aws") || table_at == std::string_view::npos ||
      stream_at == std::string_view::npos || stream_at < table_at + table_part.size()) {
    throw ApiError::validation("Invalid StreamArn");
  }
  const std::size_t table_start = table_at + table_part.size();
  return {std::string(arn.substr(table_start, stream_at - table_start)),
          std::string(arn.substr(stream_at + stream_part.size()))};
}

bool is_readable(const storage::StreamEntry& stream, std::int64_t now_ms) {
  const auto disabled_ms = stream.descriptor.disabled_ms;
  return !disabled_ms || *disabled_ms + limits::stream_retention_ms > now_ms;
}

storage::StreamEntry find_stream(storage::Transaction& transaction, storage::Catalog& catalog,
                                 const dynamodb::Namespace& name_space, std::string_view arn,
                                 std::int64_t now_ms) {
  const StreamName name = parse_stream_arn(arn);
  const auto stream = catalog.find_stream(transaction, name_space, name.table, name.label);
  if (!stream || stream->arn() != arn || !is_readable(*stream, now_ms)) {
    throw ApiError::resource_not_found(
        fmt::format("Requested resource not found: Stream: {} not found", arn));
  }
  return *stream;
}

const Shard& require_shard(const ShardList& list, std::string_view id) {
  const Shard* found = list.find(id);
  if (found == nullptr) {
    throw ApiError::resource_not_found("Requested resource not found: Shard does not exist");
  }
  return *found;
}

namespace {

class ShardReader {
 public:
  ShardReader(storage::Transaction& transaction, const storage::StreamEntry& stream,
              const Shard& shard, const ShardRead& read)
      : transaction_(transaction), stream_(stream), shard_(shard), read_(read) {
    page_.trimmed_up_to = storage::change_log::trimmed_up_to(transaction, stream.descriptor.id);
    position_ = std::max({read.after, shard.start_number, page_.trimmed_up_to});
  }

  ShardPage read() {
    std::size_t looked_at = 0;
    while (!drained() && !full_ && looked_at < limits::shard_scan_changes_max) {
      storage::change_log::Changes changes =
          storage::change_log::read(transaction_, stream_.descriptor.id, position_, shard_.hashes,
                                    {changes_wanted(), limits::get_records_bytes_max});
      looked_at += changes_wanted();
      take(std::move(changes.records));
      if (full_) {
        break;
      }
      position_ = std::max(position_, changes.up_to);
      if (changes.complete) {
        complete_ = true;
        break;
      }
    }
    if (!drained() && !(complete_ && !shard_.open())) {
      page_.after_number = position_;
    }
    return std::move(page_);
  }

 private:
  bool drained() const { return !shard_.open() && position_ >= *shard_.end_number; }

  // Few changes may be the shard's own.
  std::size_t changes_wanted() const {
    const std::size_t room = read_.count - page_.records.size();
    return shard_.hashes.is_full() ? room : std::max(room, limits::shard_page_changes_min);
  }

  void take(std::vector<storage::LoggedChange> changes) {
    page_.records.reserve(page_.records.size() + changes.size());
    for (storage::LoggedChange& change : changes) {
      const std::uint64_t number = change.number;
      if (!shard_.open() && number > *shard_.end_number) {
        position_ = *shard_.end_number;
        return;
      }
      if (change.time_ms + limits::stream_retention_ms <= read_.now_ms) {
        page_.trimmed_up_to = number;
      } else if (!add(std::move(change))) {
        return;
      }
      position_ = number;
      full_ = page_.records.size() == read_.count;
      if (full_) {
        return;
      }
    }
  }

  bool add(storage::LoggedChange&& change) {
    const std::size_t size = size_bytes(change.record(), stream_.descriptor.view_type);
    if (!page_.records.empty() && size_bytes_ + size > limits::get_records_bytes_max) {
      full_ = true;
      return false;
    }
    size_bytes_ += size;
    page_.records.push_back(std::move(change));
    return true;
  }

  storage::Transaction& transaction_;
  const storage::StreamEntry& stream_;
  const Shard& shard_;
  const ShardRead read_;
  ShardPage page_;
  std::uint64_t position_ = 0;  // so far everything was looked at
  std::size_t size_bytes_ = 0;  // of the page
  bool full_ = false;
  bool complete_ = false;  // there are no more changes
};

}  // namespace

ShardPage read_shard(storage::Transaction& transaction, const storage::StreamEntry& stream,
                     const Shard& shard, const ShardRead& read) {
  return ShardReader(transaction, stream, shard, read).read();
}

}  // namespace tombola::streams

#include "streams/retention.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "dynamodb/limits.h"
#include "storage/change_log.h"
#include "storage/layout.h"
#include "streams/shard.h"
#include "streams/stream_reader.h"

namespace tombola::streams {
namespace {

namespace change_log = storage::change_log;
namespace layout = storage::layout;
using storage::StreamEntry;
using storage::Transaction;
using storage::TransactionRunner;
using storage::WriteTransaction;

std::vector<StreamEntry> all_streams(TransactionRunner& transactions, storage::Catalog& catalog) {
  std::vector<StreamEntry> streams;
  transactions.read([&](Transaction& transaction) { streams = catalog.all_streams(transaction); });
  return streams;
}

// Nobody finds it any more, so what is left behind the commit is out of reach.
void forget(TransactionRunner& transactions, storage::Catalog& catalog, const StreamEntry& stream) {
  const dynamodb::StreamId id = stream.descriptor.id;
  transactions.change_catalog([&](WriteTransaction& transaction) {
    catalog.erase_stream(transaction.bytes(), stream);
    transaction.bytes().erase(layout::trim_point_key(id));
    transaction.bytes().trim_log(layout::change_log(id), UINT64_MAX);
    transaction.bytes().trim_log(layout::marker_log(id), UINT64_MAX);
  });
  transactions.engine().erase_log(layout::change_log(id));
  transactions.engine().erase_log(layout::marker_log(id));
}

// So far changes and markers can go; 0: nowhere.
struct TrimPoints {
  std::uint64_t changes = 0;
  std::uint64_t markers = 0;
};

TrimPoints trim_points(Transaction& transaction, const StreamEntry& stream, std::int64_t now_ms) {
  const dynamodb::StreamId id = stream.descriptor.id;
  TrimPoints points;
  points.changes =
      change_log::last_number_before(transaction, id, now_ms - limits::stream_retention_ms + 1);
  const ShardList list = list_shards(transaction, stream, now_ms);
  const auto first_marker = transaction.first_log_record(layout::marker_log(id));
  if (first_marker && first_marker->number < list.first_kept_marker) {
    points.markers = list.first_kept_marker - 1;
  }
  return points;
}

void trim(TransactionRunner& transactions, const StreamEntry& stream, std::int64_t now_ms) {
  TrimPoints points;
  transactions.read(
      [&](Transaction& transaction) { points = trim_points(transaction, stream, now_ms); });
  if (points.changes == 0 && points.markers == 0) {
    return;
  }
  const dynamodb::StreamId id = stream.descriptor.id;
  transactions.write(layout::trim_point_key(id), [&](WriteTransaction& transaction) {
    change_log::trim(transaction, id, points.changes);
    if (points.markers > 0) {
      transaction.bytes().trim_log(layout::marker_log(id), points.markers);
    }
  });
}

// The oldest records of a log, and what they take.
struct OldestRecords {
  dynamodb::StreamId stream = 0;
  std::uint64_t first_number = UINT64_MAX;
  std::uint64_t last_number = 0;
};

// A page of the log whose first record is the oldest of all; none when there is none.
std::optional<OldestRecords> oldest_records(TransactionRunner& transactions,
                                            const std::vector<StreamEntry>& streams,
                                            std::size_t bytes) {
  OldestRecords oldest;
  transactions.read([&](Transaction& transaction) {
    for (const StreamEntry& stream : streams) {
      const dynamodb::StreamId id = stream.descriptor.id;
      const auto first = transaction.first_log_record(layout::change_log(id));
      if (first && first->number < oldest.first_number) {
        oldest.stream = id;
        oldest.first_number = first->number;
      }
    }
    if (oldest.stream != 0) {
      oldest.last_number = transaction
                               .read_log(layout::change_log(oldest.stream), 0,
                                         {limits::log_trim_page_records_max,
                                          std::min(bytes, limits::log_trim_page_bytes_max)})
                               .records.back()
                               .number;
    }
  });
  return oldest.stream == 0 ? std::nullopt : std::optional(oldest);
}

std::uint64_t size_bytes_of(TransactionRunner& transactions,
                            const std::vector<StreamEntry>& streams) {
  std::uint64_t bytes = 0;
  for (const StreamEntry& stream : streams) {
    bytes += transactions.engine().log_size_bytes(layout::change_log(stream.descriptor.id));
  }
  return bytes;
}

}  // namespace

void trim_by_age(TransactionRunner& transactions, storage::Catalog& catalog, std::int64_t now_ms) {
  for (const StreamEntry& stream : all_streams(transactions, catalog)) {
    if (is_readable(stream, now_ms)) {
      trim(transactions, stream, now_ms);
    } else {
      forget(transactions, catalog, stream);
    }
  }
}

std::uint64_t logs_size_bytes(TransactionRunner& transactions, storage::Catalog& catalog) {
  return size_bytes_of(transactions, all_streams(transactions, catalog));
}

std::uint64_t trim_by_size(TransactionRunner& transactions, storage::Catalog& catalog,
                           std::uint64_t bytes_max) {
  const std::vector<StreamEntry> streams = all_streams(transactions, catalog);
  std::uint64_t bytes = size_bytes_of(transactions, streams);
  while (bytes > bytes_max) {
    const auto oldest = oldest_records(transactions, streams, bytes - bytes_max);
    if (!oldest) {
      break;
    }
    transactions.write(layout::trim_point_key(oldest->stream), [&](WriteTransaction& transaction) {
      change_log::trim(transaction, oldest->stream, oldest->last_number);
    });
    bytes = size_bytes_of(transactions, streams);
  }
  return bytes;
}

NextDue next_due(TransactionRunner& transactions, storage::Catalog& catalog, std::int64_t now_ms) {
  NextDue due;
  transactions.read([&](Transaction& transaction) {
    for (const StreamEntry& stream : catalog.all_streams(transaction)) {
      const auto rolls_ms = list_shards(transaction, stream, now_ms).rolls_ms;
      due.rolls_ms = std::min(due.rolls_ms, rolls_ms.value_or(INT64_MAX));
      std::optional<std::int64_t> oldest_ms = stream.descriptor.disabled_ms;
      if (const auto first =
              transaction.first_log_record(layout::change_log(stream.descriptor.id))) {
        oldest_ms = std::min(oldest_ms.value_or(INT64_MAX), first->time_ms);
      }
      if (oldest_ms) {
        due.trims_ms = std::min(due.trims_ms, *oldest_ms + limits::stream_retention_ms);
      }
    }
  });
  return due;
}

}  // namespace tombola::streams

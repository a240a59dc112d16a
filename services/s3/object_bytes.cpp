#include "services/s3/object_bytes.h"

#include <algorithm>

#include "dynamodb/limits.h"
#include "services/service_ids.h"
#include "storage/layout.h"

namespace tombola::services::s3 {
namespace {

namespace layout = storage::layout;

// Of the extent, from `start` on, at most `size` bytes.
void append_bytes(storage::Transaction& transaction, const Extent& extent, std::uint64_t start,
                  std::uint64_t size, std::string& out) {
  const std::uint64_t end = std::min(extent.size, start + size);
  while (start < end) {
    const std::uint64_t chunk = start / limits::object_chunk_bytes;
    const auto row = transaction.get(layout::object_bytes_key(extent.bytes_id, chunk));
    if (!row) {
      throw BytesGone();
    }
    const std::uint64_t offset = start % limits::object_chunk_bytes;
    const std::uint64_t count = std::min(end - start, row->size() - offset);
    out.append(*row, offset, count);
    start += count;
  }
}

}  // namespace

Extent put_bytes(storage::Transaction& transaction, std::string_view bytes) {
  const Extent extent{new_service_id(transaction), bytes.size()};
  for (std::uint64_t chunk = 0; !bytes.empty(); ++chunk) {
    const std::string_view part = bytes.substr(0, limits::object_chunk_bytes);
    transaction.put(layout::object_bytes_key(extent.bytes_id, chunk), std::string(part));
    bytes.remove_prefix(part.size());
  }
  return extent;
}

std::string read_bytes(storage::Transaction& transaction, const std::vector<Extent>& extents,
                       std::uint64_t first, std::uint64_t size) {
  std::string bytes;
  bytes.reserve(size);
  std::uint64_t extent_start = 0;
  for (const Extent& extent : extents) {
    const std::uint64_t extent_end = extent_start + extent.size;
    const std::uint64_t start = first + bytes.size();
    if (bytes.size() < size && start < extent_end) {
      append_bytes(transaction, extent, start - extent_start, size - bytes.size(), bytes);
    }
    extent_start = extent_end;
  }
  return bytes;
}

}  // namespace tombola::services::s3

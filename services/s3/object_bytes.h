// The bytes of objects and of the parts of uploads: chunks under numbers of their own.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "services/s3/object.h"
#include "storage/engine/engine.h"

namespace tombola::services::s3 {

// The bytes went while they were read: the object was put again meanwhile.
struct BytesGone {};

// Under a new number.
Extent put_bytes(storage::Transaction& transaction, std::string_view bytes);
// Of what the extents are together: `size` bytes from `first` on, which are there. Throws BytesGone.
std::string read_bytes(storage::Transaction& transaction, const std::vector<Extent>& extents,
                       std::uint64_t first, std::uint64_t size);

}  // namespace tombola::services::s3

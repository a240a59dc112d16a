// zstd (RFC 8878), of the objects that a table is imported from. Pure, any thread.
#pragma once

#include <cstddef>
#include <string_view>

#include "http/compression.h"

namespace tombola::http {

// Concatenated frames are one. Never holds more than the limit.
Decompressed decompress_zstd(std::string_view compressed, std::size_t size_bytes_max);

}  // namespace tombola::http

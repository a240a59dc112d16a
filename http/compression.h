// gzip and deflate bodies, by zlib, and the CRC-32 of x-amz-crc32, by libdeflate, which takes a tenth
// of zlib's time. Pure, any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace tombola::http {

// The values of Content-Encoding. Deflate is zlib's format (RFC 1950); the bare stream that some
// clients send under that name is taken too.
enum class ContentCoding { Gzip, Deflate };

struct Decompressed {
  enum class Outcome {
    Complete,
    Broken,    // not that coding, damaged, cut short, or followed by something else
    TooLarge,  // more than the limit would come out
  };
  Outcome outcome = Outcome::Broken;
  std::string bytes;  // empty unless complete
};

// Concatenated gzip members are one body (RFC 1952, 2.2). Never holds more than the limit.
Decompressed decompress(ContentCoding coding, std::string_view compressed,
                        std::size_t size_bytes_max);

// One gzip member, made for speed rather than size: it crosses the loopback only.
std::string gzip(std::string_view bytes);

std::uint32_t crc32(std::string_view bytes);

}  // namespace tombola::http

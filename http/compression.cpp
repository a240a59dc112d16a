#include "http/compression.h"

#include <array>
#include <limits>
#include <new>
#include <utility>

#include <libdeflate.h>
#include <zlib.h>

namespace tombola::http {

namespace {

// zlib's windowBits: the size of the window, and by an offset or a sign the format around it.
constexpr int window_bits_zlib = MAX_WBITS;
constexpr int window_bits_gzip = MAX_WBITS + 16;
constexpr int window_bits_bare = -MAX_WBITS;

// zlib never writes to its input, but its interface says it could.
Bytef* zlib_input(std::string_view bytes) {
  return const_cast<Bytef*>(reinterpret_cast<const Bytef*>(bytes.data()));
}

class Inflater {
 public:
  Inflater(int window_bits, std::string_view input) {
    stream_.next_in = zlib_input(input);
    stream_.avail_in = static_cast<uInt>(input.size());
    if (inflateInit2(&stream_, window_bits) != Z_OK) throw std::bad_alloc();
  }
  ~Inflater() { inflateEnd(&stream_); }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  // Appends one stretch of output to `bytes`; zlib's result.
  int step(std::string& bytes) {
    std::array<char, 65'536> stretch;
    stream_.next_out = reinterpret_cast<Bytef*>(stretch.data());
    stream_.avail_out = static_cast<uInt>(stretch.size());
    const int result = inflate(&stream_, Z_NO_FLUSH);
    bytes.append(stretch.data(), stretch.size() - stream_.avail_out);
    return result;
  }
  bool input_left() const { return stream_.avail_in > 0; }
  void next_member() { inflateReset(&stream_); }

 private:
  z_stream stream_{};
};

// RFC 1950: the low half of the first byte is 8, and the first two are a multiple of 31.
bool has_zlib_header(std::string_view bytes) {
  if (bytes.size() < 2) return false;
  const unsigned first = static_cast<unsigned char>(bytes[0]);
  const unsigned second = static_cast<unsigned char>(bytes[1]);
  return (first & 0x0f) == 8 && (first * 256 + second) % 31 == 0;
}

int window_bits_for(ContentCoding coding, std::string_view compressed) {
  if (coding == ContentCoding::Gzip) return window_bits_gzip;
  return has_zlib_header(compressed) ? window_bits_zlib : window_bits_bare;
}

}  // namespace

Decompressed decompress(ContentCoding coding, std::string_view compressed,
                        std::size_t size_bytes_max) {
  using Outcome = Decompressed::Outcome;
  // zlib counts its input in 32 bits; no body that the listener lets through comes near.
  if (compressed.size() > std::numeric_limits<uInt>::max()) return {Outcome::TooLarge, {}};

  Inflater inflater(window_bits_for(coding, compressed), compressed);
  std::string bytes;
  for (;;) {
    const int result = inflater.step(bytes);
    // Anything else is damage, or Z_BUF_ERROR: the input ended too early.
    if (result != Z_OK && result != Z_STREAM_END) return {Outcome::Broken, {}};
    if (bytes.size() > size_bytes_max) return {Outcome::TooLarge, {}};
    if (result == Z_OK) continue;

    if (!inflater.input_left()) return {Outcome::Complete, std::move(bytes)};
    if (coding != ContentCoding::Gzip) return {Outcome::Broken, {}};
    inflater.next_member();
  }
}

std::string gzip(std::string_view bytes) {
  z_stream stream{};
  constexpr int memory_level = 8;  // zlib's default
  if (deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, window_bits_gzip, memory_level,
                   Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::bad_alloc();
  }
  std::string compressed(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = zlib_input(bytes);
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(compressed.data());
  stream.avail_out = static_cast<uInt>(compressed.size());
  deflate(&stream, Z_FINISH);  // cannot fall short: the bound is deflate's own
  compressed.resize(stream.total_out);
  deflateEnd(&stream);
  return compressed;
}

std::uint32_t crc32(std::string_view bytes) {
  return libdeflate_crc32(0, bytes.data(), bytes.size());
}

}  // namespace tombola::http

#include "http/zstd.h"

#include <array>
#include <memory>
#include <new>

#include <zstd.h>

namespace tombola::http {

Decompressed decompress_zstd(std::string_view compressed, std::size_t size_bytes_max) {
  using Outcome = Decompressed::Outcome;
  const std::unique_ptr<ZSTD_DStream, decltype(&ZSTD_freeDStream)> stream(ZSTD_createDStream(),
                                                                          &ZSTD_freeDStream);
  if (!stream) throw std::bad_alloc();

  ZSTD_inBuffer input{compressed.data(), compressed.size(), 0};
  std::string bytes;
  std::array<char, 65'536> stretch;
  // Of the frame that was begun; 0: it is complete.
  std::size_t expected = 0;
  bool more_to_come = false;
  while (input.pos < input.size || more_to_come) {
    ZSTD_outBuffer output{stretch.data(), stretch.size(), 0};
    expected = ZSTD_decompressStream(stream.get(), &output, &input);
    if (ZSTD_isError(expected) != 0) return {Outcome::Broken, {}};
    bytes.append(stretch.data(), output.pos);
    if (bytes.size() > size_bytes_max) return {Outcome::TooLarge, {}};
    more_to_come = output.pos == output.size && expected != 0;
  }
  if (expected != 0) return {Outcome::Broken, {}};
  return {Outcome::Complete, std::move(bytes)};
}

}  // namespace tombola::http

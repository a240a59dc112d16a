#include "http/zstd.h"

#include <catch2/catch.hpp>
#include <zstd.h>

namespace tombola::http {

namespace {

using Outcome = Decompressed::Outcome;
constexpr std::size_t plenty = 16'777'216;

std::string compressed(std::string_view bytes) {
  std::string out(ZSTD_compressBound(bytes.size()), '\0');
  out.resize(ZSTD_compress(out.data(), out.size(), bytes.data(), bytes.size(), 3));
  return out;
}

}  // namespace

TEST_CASE("zstd comes out as it went in, frame after frame") {
  const std::string bytes(1'000'000, 'a');
  const Decompressed whole = decompress_zstd(compressed(bytes), plenty);
  CHECK(whole.outcome == Outcome::Complete);
  CHECK(whole.bytes == bytes);
  CHECK(decompress_zstd(compressed("one") + compressed("two"), plenty).bytes == "onetwo");
  CHECK(decompress_zstd(compressed(""), plenty).outcome == Outcome::Complete);
}

TEST_CASE("zstd that is cut short, damaged or too large is refused") {
  const std::string bytes = compressed(std::string(1'000'000, 'a') + "end");
  CHECK(decompress_zstd(bytes.substr(0, bytes.size() - 1), plenty).outcome == Outcome::Broken);
  CHECK(decompress_zstd("no zstd", plenty).outcome == Outcome::Broken);
  CHECK(decompress_zstd(bytes, 999'999).outcome == Outcome::TooLarge);
}

}  // namespace tombola::http

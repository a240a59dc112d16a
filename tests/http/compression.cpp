#include "http/compression.h"

#include <random>

#include <zlib.h>

namespace tombola::http {

namespace {

using Outcome = Decompressed::Outcome;
constexpr std::size_t plenty = 16'777'216;

std::string random_bytes(std::size_t size) {
  std::mt19937 random(42);
  std::string bytes(size, '\0');
  for (char& byte : bytes) byte = static_cast<char>(random());
  return bytes;
}

std::string deflated(const std::string& bytes, int window_bits) {
  z_stream stream{};
  REQUIRE(deflateInit2(&stream, 9, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY) == Z_OK);
  std::string out(deflateBound(&stream, bytes.size()), '\0');
  std::string in = bytes;
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

}  // namespace

TEST_CASE("what gzip compresses comes back") {
  for (const std::string& bytes :
       {std::string(), std::string("a"), std::string(1'000'000, 'x'), random_bytes(300'000)}) {
    const Decompressed back = decompress(ContentCoding::Gzip, gzip(bytes), plenty);
    CHECK(back.outcome == Outcome::Complete);
    CHECK((back.bytes == bytes));
  }
  CHECK(gzip(std::string(1'000'000, 'x')).size() < 10'000);
}

TEST_CASE("concatenated gzip members are one body") {
  const Decompressed back =
      decompress(ContentCoding::Gzip, gzip("{\"Table") + gzip("") + gzip("Name\":1}"), plenty);
  CHECK(back.outcome == Outcome::Complete);
  CHECK(back.bytes == "{\"TableName\":1}");
}

TEST_CASE("deflate is taken with zlib's header and without") {
  const std::string bytes = random_bytes(100'000);
  for (const int window_bits : {MAX_WBITS, -MAX_WBITS}) {
    const Decompressed back =
        decompress(ContentCoding::Deflate, deflated(bytes, window_bits), plenty);
    CHECK(back.outcome == Outcome::Complete);
    CHECK((back.bytes == bytes));
  }
}

TEST_CASE("broken data is told from good") {
  const std::string good = gzip("the quick brown fox");
  std::string damaged = good;
  damaged[damaged.size() - 6] = static_cast<char>(damaged[damaged.size() - 6] ^ 1);  // its CRC

  const auto outcome = [](ContentCoding coding, const std::string& bytes) {
    return decompress(coding, bytes, plenty).outcome;
  };
  CHECK(outcome(ContentCoding::Gzip, good) == Outcome::Complete);
  CHECK(outcome(ContentCoding::Gzip, "") == Outcome::Broken);
  CHECK(outcome(ContentCoding::Gzip, "{\"TableName\":1}") == Outcome::Broken);
  CHECK(outcome(ContentCoding::Gzip, damaged) == Outcome::Broken);
  CHECK(outcome(ContentCoding::Gzip, good + "x") == Outcome::Broken);
  CHECK(outcome(ContentCoding::Deflate, "") == Outcome::Broken);
  CHECK(outcome(ContentCoding::Deflate, good) == Outcome::Broken);
  const std::string zlib_format = deflated("the quick brown fox", MAX_WBITS);
  CHECK(outcome(ContentCoding::Deflate, zlib_format + "x") == Outcome::Broken);
  for (std::size_t size = 1; size < good.size(); ++size) {
    INFO(size);
    CHECK(outcome(ContentCoding::Gzip, good.substr(0, size)) == Outcome::Broken);
  }
}

TEST_CASE("output over the limit is too large, to the byte") {
  const std::string bomb = gzip(std::string(50'000'000, '\0'));
  CHECK(bomb.size() < 500'000);
  const Decompressed stopped = decompress(ContentCoding::Gzip, bomb, 1'000'000);
  CHECK(stopped.outcome == Outcome::TooLarge);
  CHECK(stopped.bytes.empty());

  const std::string thousand = gzip(std::string(1000, 'x'));
  CHECK(decompress(ContentCoding::Gzip, thousand, 1000).outcome == Outcome::Complete);
  CHECK(decompress(ContentCoding::Gzip, thousand, 999).outcome == Outcome::TooLarge);
  CHECK(decompress(ContentCoding::Gzip, thousand + thousand, 1999).outcome == Outcome::TooLarge);
}

TEST_CASE("crc32 is the one of x-amz-crc32") {
  CHECK(crc32("") == 0);
  CHECK(crc32("123456789") == 0xcbf43926);
  CHECK(crc32("{}") == 2'745'614'147);  // of the commonest answer
}

}  // namespace tombola::http

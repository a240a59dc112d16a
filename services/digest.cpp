// The cyclic checksums are reflected ones: a table of the 256 remainders of a byte, then a byte at
// a time. A CRC of 32 bits is the same arithmetic in the lower half of the word.
#include "services/digest.h"

#include <array>
#include <cstdint>
#include <stdexcept>

#include <fmt/format.h>
#include <openssl/evp.h>

namespace tombola::services {
namespace {

std::string openssl_digest(const EVP_MD* kind, std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
  unsigned size = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, kind, nullptr) != 1) {
    throw std::runtime_error("OpenSSL cannot make a digest");
  }
  return {reinterpret_cast<const char*>(digest.data()), size};
}

using CrcTable = std::array<std::uint64_t, 256>;

constexpr CrcTable crc_table(std::uint64_t reflected_polynomial) {
  CrcTable table{};
  for (std::uint64_t byte = 0; byte < table.size(); ++byte) {
    std::uint64_t remainder = byte;
    for (int bit = 0; bit < 8; ++bit) {
      remainder = (remainder & 1) != 0 ? (remainder >> 1) ^ reflected_polynomial : remainder >> 1;
    }
    table[byte] = remainder;
  }
  return table;
}

constexpr CrcTable crc32_table = crc_table(0xedb88320);
constexpr CrcTable crc32c_table = crc_table(0x82f63b78);
constexpr CrcTable crc64nvme_table = crc_table(0x9a6c9329ac4bc9b5);

std::string crc(const CrcTable& table, int size_bytes, std::string_view bytes) {
  const std::uint64_t all_ones = size_bytes == 8 ? ~0ULL : 0xffffffffULL;
  std::uint64_t value = all_ones;
  for (const char byte : bytes) {
    value = (value >> 8) ^ table[(value ^ static_cast<unsigned char>(byte)) & 0xff];
  }
  value ^= all_ones;
  std::string out;
  for (int shift = 8 * (size_bytes - 1); shift >= 0; shift -= 8) {
    out.push_back(static_cast<char>((value >> shift) & 0xff));
  }
  return out;
}

}  // namespace

std::string md5(std::string_view bytes) {
  return openssl_digest(EVP_md5(), bytes);
}

std::string hexadecimal(std::string_view bytes) {
  std::string text;
  text.reserve(2 * bytes.size());
  for (const char byte : bytes) {
    fmt::format_to(std::back_inserter(text), "{:02x}", static_cast<unsigned char>(byte));
  }
  return text;
}

std::optional<std::string> checksum(std::string_view algorithm, std::string_view bytes) {
  if (algorithm == "CRC32") {
    return crc(crc32_table, 4, bytes);
  }
  if (algorithm == "CRC32C") {
    return crc(crc32c_table, 4, bytes);
  }
  if (algorithm == "CRC64NVME") {
    return crc(crc64nvme_table, 8, bytes);
  }
  if (algorithm == "SHA1") {
    return openssl_digest(EVP_sha1(), bytes);
  }
  if (algorithm == "SHA256") {
    return openssl_digest(EVP_sha256(), bytes);
  }
  return std::nullopt;
}

}  // namespace tombola::services

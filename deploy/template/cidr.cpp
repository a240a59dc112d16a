// Fn::Cidr: a block of addresses cut into `count` blocks that each leave `bits` bits for hosts.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-cidr.html
#include <charconv>

#include <boost/asio/ip/address_v4.hpp>
#include <boost/asio/ip/address_v6.hpp>
#include <fmt/format.h>

#include "deploy/template/functions.h"
#include "deploy/template/template_error.h"

namespace tombola::deploy {
namespace {

constexpr int count_max = 256;

[[noreturn]] void fail(const std::string& text) {
  throw TemplateError("Template error: " + text);
}

using Bytes = std::array<unsigned char, 16>;

// Adds 2^bit to a number of 128 bits, the first byte the highest.
void add_power_of_two(Bytes& number, int bit) {
  std::size_t byte = 15 - static_cast<std::size_t>(bit) / 8;
  unsigned carry = 1U << (bit % 8);
  for (;; --byte) {
    carry += number[byte];
    number[byte] = static_cast<unsigned char>(carry & 0xFFU);
    carry >>= 8;
    if (carry == 0 || byte == 0) {
      return;
    }
  }
}

void clear_bits_below(Bytes& number, int bit) {
  for (int i = 0; i < bit; ++i) {
    number[15 - static_cast<std::size_t>(i) / 8] &= static_cast<unsigned char>(~(1U << (i % 8)));
  }
}

struct Block {
  Bytes address{};  // an IPv4 address in the last four bytes
  int width = 32;
  int prefix = 0;

  std::string text(int prefix_length) const {
    std::string shown;
    if (width == 32) {
      boost::asio::ip::address_v4::bytes_type bytes;
      std::copy(address.begin() + 12, address.end(), bytes.begin());
      shown = boost::asio::ip::make_address_v4(bytes).to_string();
    } else {
      boost::asio::ip::address_v6::bytes_type bytes;
      std::copy(address.begin(), address.end(), bytes.begin());
      shown = boost::asio::ip::make_address_v6(bytes).to_string();
    }
    return fmt::format("{}/{}", shown, prefix_length);
  }
};

Block parse_block(const std::string& text) {
  const std::size_t slash = text.find('/');
  Block block;
  boost::system::error_code error;
  const std::string host = text.substr(0, slash);
  if (host.find(':') == std::string::npos) {
    const auto bytes = boost::asio::ip::make_address_v4(host, error).to_bytes();
    std::copy(bytes.begin(), bytes.end(), block.address.begin() + 12);
  } else {
    const auto bytes = boost::asio::ip::make_address_v6(host, error).to_bytes();
    std::copy(bytes.begin(), bytes.end(), block.address.begin());
    block.width = 128;
  }
  const std::string prefix = slash == std::string::npos ? "" : text.substr(slash + 1);
  const auto [end, bad] =
      std::from_chars(prefix.data(), prefix.data() + prefix.size(), block.prefix);
  if (error || bad != std::errc{} || end != prefix.data() + prefix.size() || block.prefix < 0 ||
      block.prefix > block.width) {
    fail(fmt::format("Fn::Cidr contains invalid IP address block {}", text));
  }
  return block;
}

}  // namespace

Json cidr_blocks(const std::string& text, int count, int bits) {
  Block block = parse_block(text);
  const int free_bits = block.width - block.prefix - bits;
  if (count < 1 || count > count_max || bits < 1 || free_bits < 0 ||
      (free_bits < 9 && count > (1 << free_bits))) {
    fail(fmt::format("Fn::Cidr cannot cut {} into {} blocks of {} bits", text, count, bits));
  }
  clear_bits_below(block.address, block.width - block.prefix);
  Json blocks = Json::array();
  for (int i = 0; i < count; ++i) {
    blocks.push_back(block.text(block.width - bits));
    add_power_of_two(block.address, bits);
  }
  return blocks;
}

}  // namespace tombola::deploy

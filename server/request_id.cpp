#include "server/request_id.h"

#include <array>
#include <cstdint>
#include <random>
#include <string_view>

namespace tombola::server {
namespace {

// splitmix64: one addition and two multiplications per 64 bits. A request id is made for every
// answer, so a cryptographic generator would cost more than the routing does.
class Generator {
 public:
  Generator() {
    std::random_device system;
    state_ = std::uint64_t{system()} << 32 | system();
  }

  std::uint64_t next() {
    state_ += 0x9e3779b97f4a7c15;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
    return mixed ^ (mixed >> 31);
  }

 private:
  std::uint64_t state_ = 0;
};

std::uint64_t random_bits() {
  static thread_local Generator generator;
  return generator.next();
}

}  // namespace

std::string make_request_id() {
  // Every id that DynamoDB gives ends like this.
  static constexpr std::string_view ending = "VV4KQNSO5AEMVJF66Q9ASUAAJG";
  static constexpr std::string_view digits = "0123456789ABCDEFGHIJKLMNOPQRSTUV";
  static constexpr int random_digits = 26;
  static constexpr int digits_per_word = 12;  // 5 bits each of 64

  std::string id;
  id.reserve(random_digits + ending.size());
  std::uint64_t bits = 0;
  for (int position = 0; position < random_digits; ++position) {
    if (position % digits_per_word == 0) {
      bits = random_bits();
    }
    id.push_back(digits[bits & 31]);
    bits >>= 5;
  }
  id.append(ending);
  return id;
}

}  // namespace tombola::server

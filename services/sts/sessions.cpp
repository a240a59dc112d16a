// The sixteen letters are ten bytes in base 32: a bit that is set, the account in 40 bits, and 39
// that nobody can guess.
#include "services/sts/sessions.h"

#include <fmt/format.h>

#include "dynamodb/json/json_text.h"
#include "services/random_id.h"
#include "services/sts/sts_limits.h"

namespace tombola::services::sts {
namespace {

constexpr std::string_view prefix = "ASIA";
constexpr std::string_view base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr std::size_t letters = 16;
constexpr std::uint64_t accounts = 1'000'000'000'000;

std::string base32_text(std::string_view bytes) {
  std::string text;
  unsigned bits = 0;
  int count = 0;
  for (const char byte : bytes) {
    bits = (bits << 8 | static_cast<unsigned char>(byte)) & 0xffff;
    for (count += 8; count >= 5; count -= 5) {
      text.push_back(base32[bits >> (count - 5) & 0x1f]);
    }
  }
  return text;
}

}  // namespace

std::string temporary_access_key_id(const std::string& account) {
  std::string bytes = random_bytes(10);
  const std::uint64_t number = std::stoull(account) % accounts;
  const std::uint64_t head =
      std::uint64_t{1} << 47 | number << 7 | (static_cast<unsigned char>(bytes[5]) & 0x7f);
  for (int i = 0; i < 6; ++i) {
    bytes[static_cast<std::size_t>(i)] = static_cast<char>(head >> (40 - 8 * i) & 0xff);
  }
  return std::string(prefix) + base32_text(bytes);
}

std::optional<std::string> account_of_temporary_key(const std::string& access_key_id) {
  if (!access_key_id.starts_with(prefix) || access_key_id.size() != prefix.size() + letters) {
    return std::nullopt;
  }
  std::uint64_t head = 0;
  for (std::size_t i = 0; i < letters; ++i) {
    const std::size_t value = base32.find(access_key_id[prefix.size() + i]);
    if (value == std::string_view::npos) {
      return std::nullopt;
    }
    if (i < 10) {  // 50 bits, which are two more than the first six bytes
      head = head << 5 | value;
    }
  }
  const std::uint64_t number = head >> 9 & 0xff'ffff'ffff;
  return number < accounts ? std::optional(fmt::format("{:012}", number)) : std::nullopt;
}

Session Sessions::open(Principal principal, std::int64_t duration_s) {
  constexpr std::size_t secret_bytes = 30;  // 40 letters in base 64
  constexpr std::size_t token_bytes = 120;
  Session session;
  session.access_key_id = temporary_access_key_id(principal.account);
  session.principal = std::move(principal);
  session.secret_access_key = dynamodb::to_base64(random_bytes(secret_bytes));
  session.token = dynamodb::to_base64(random_bytes(token_bytes));
  session.expires_ms = now_ms_() + duration_s * 1000;

  const std::lock_guard lock(mutex_);
  sessions_[session.access_key_id] = session;
  oldest_first_.push_back(session.access_key_id);
  if (oldest_first_.size() > limits::sessions_kept) {
    sessions_.erase(oldest_first_.front());
    oldest_first_.pop_front();
  }
  return session;
}

std::optional<Session> Sessions::find(const std::string& access_key_id) const {
  const std::lock_guard lock(mutex_);
  const auto found = sessions_.find(access_key_id);
  return found != sessions_.end() && found->second.expires_ms > now_ms_()
             ? std::optional(found->second)
             : std::nullopt;
}

}  // namespace tombola::services::sts

// Temporary credentials, and who has them. They live in memory: after a restart they are any
// credentials, which pass unless signatures are verified. Thread-safe.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace tombola::services::sts {

struct Principal {
  std::string account;
  std::string arn;
  std::string user_id;
};

struct Session {
  Principal principal;
  std::string access_key_id;
  std::string secret_access_key;
  std::string token;
  std::int64_t expires_ms = 0;  // real time: clients compare it with theirs
};

class Sessions {
 public:
  // `now_ms`: the real time.
  explicit Sessions(std::function<std::int64_t()> now_ms) : now_ms_(std::move(now_ms)) {}

  // The last limits::sessions_kept are remembered.
  Session open(Principal principal, std::int64_t duration_s);
  // None: never given out, forgotten, or over.
  std::optional<Session> find(const std::string& access_key_id) const;

 private:
  const std::function<std::int64_t()> now_ms_;
  mutable std::mutex mutex_;
  std::map<std::string, Session, std::less<>> sessions_;
  std::deque<std::string> oldest_first_;
};

// ASIA and sixteen letters that hold the account's number, as AWS's do.
std::string temporary_access_key_id(const std::string& account);
// The account that such an id names; none: it is not one.
std::optional<std::string> account_of_temporary_key(const std::string& access_key_id);

}  // namespace tombola::services::sts

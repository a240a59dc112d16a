// Where the answers of custom resources arrive: each request that waits for one has a token, which is
// part of the URL that its answer is put to. Thread-safe; whoever waits is a deployment's thread.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>

namespace tombola::deploy {

// The server stops: what waits is left as it stands, and found so at the next start. Not a
// std::exception, since it is no failure of a resource.
struct DeploymentStopped {};

class AnswerInbox {
 public:
  explicit AnswerInbox(std::function<std::int64_t()> now_ms) : now_ms_(std::move(now_ms)) {}

  // The path of the URL to which an answer is put, up to its token.
  static constexpr const char* path = "/_tombola/custom-resources/";

  // A token for a request that is about to be sent. `stack`: whose it is.
  std::string open(const std::string& stack);
  // False: nobody waits for it (any more).
  bool put(const std::string& token, std::string body);
  bool waits_for(const std::string& token) const;
  // Nothing was sent after all.
  void close(const std::string& token);
  // Nobody will answer: the function failed, for that reason.
  void fail(const std::string& token, std::string reason);
  // What waits on behalf of the stack is given up, now and until it is allowed again.
  void cancel(const std::string& stack);
  void allow(const std::string& stack);
  // Nothing of the stack is waited for beyond that time of the service clock; 0: as long as it takes.
  void limit(const std::string& stack, std::int64_t deadline_ms);
  bool is_cancelled(const std::string& stack) const;
  // Whoever waits, or begins to, gets DeploymentStopped.
  void stop();

  struct Outcome {
    enum class Kind { Answered, Failed, TimedOut, Cancelled };
    Kind kind = Kind::TimedOut;
    std::string text;  // the body, or the reason
  };
  // Until `deadline_ms` of the service clock, which may be moved meanwhile. The token is used up.
  Outcome wait(const std::string& token, std::int64_t deadline_ms);

 private:
  struct Waiting {
    std::string stack;
    bool is_settled = false;
    Outcome outcome = {};
  };
  bool settle(const std::string& token, Outcome outcome);

  const std::function<std::int64_t()> now_ms_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::string, Waiting> waiting_;
  std::set<std::string> cancelled_;
  std::map<std::string, std::int64_t> limits_;
  bool stops_ = false;
};

}  // namespace tombola::deploy

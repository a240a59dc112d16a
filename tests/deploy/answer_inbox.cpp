#include "deploy/custom/answer_inbox.h"

#include <atomic>
#include <future>

#include <catch2/catch.hpp>

using namespace tombola::deploy;

namespace {

using Kind = AnswerInbox::Outcome::Kind;

struct Inbox {
  std::atomic<std::int64_t> now_ms = 1000;
  AnswerInbox inbox{[this] { return now_ms.load(); }};

  std::future<AnswerInbox::Outcome> waiting(const std::string& token, std::int64_t deadline_ms) {
    return std::async(std::launch::async,
                      [this, token, deadline_ms] { return inbox.wait(token, deadline_ms); });
  }
};

}  // namespace

TEST_CASE("the first answer to a request counts, and only while somebody waits for it") {
  Inbox at;
  const std::string token = at.inbox.open("stack");
  CHECK(at.inbox.waits_for(token));
  CHECK(at.inbox.put(token, "first"));
  CHECK_FALSE(at.inbox.waits_for(token));
  CHECK_FALSE(at.inbox.put(token, "second"));
  at.inbox.fail(token, "too late");
  const AnswerInbox::Outcome outcome = at.inbox.wait(token, 2000);
  CHECK(outcome.kind == Kind::Answered);
  CHECK(outcome.text == "first");
  CHECK_FALSE(at.inbox.put(token, "third"));
  CHECK_FALSE(at.inbox.put("unknown", ""));
}

TEST_CASE("who waits hears of an answer, a failure, a cancellation") {
  Inbox at;
  const std::string answered = at.inbox.open("a");
  const std::string failed = at.inbox.open("b");
  const std::string cancelled = at.inbox.open("c");
  auto first = at.waiting(answered, 2000);
  auto second = at.waiting(failed, 2000);
  auto third = at.waiting(cancelled, 2000);
  at.inbox.put(answered, "body");
  at.inbox.fail(failed, "reason");
  at.inbox.cancel("c");
  CHECK(first.get().text == "body");
  const AnswerInbox::Outcome failure = second.get();
  CHECK(failure.kind == Kind::Failed);
  CHECK(failure.text == "reason");
  CHECK(third.get().kind == Kind::Cancelled);
}

TEST_CASE("what is cancelled stays so until it is allowed again") {
  Inbox at;
  at.inbox.cancel("stack");
  CHECK(at.inbox.is_cancelled("stack"));
  CHECK(at.inbox.wait(at.inbox.open("stack"), 2000).kind == Kind::Cancelled);
  at.inbox.allow("stack");
  CHECK_FALSE(at.inbox.is_cancelled("stack"));
  const std::string token = at.inbox.open("stack");
  at.inbox.put(token, "");
  CHECK(at.inbox.wait(token, 2000).kind == Kind::Answered);
}

TEST_CASE("the time to wait is the service clock's, and no longer than the stack's") {
  Inbox at;
  auto waiting = at.waiting(at.inbox.open("stack"), 5000);
  at.now_ms = 5000;
  CHECK(waiting.get().kind == Kind::TimedOut);
  at.inbox.limit("stack", 6000);
  auto limited = at.waiting(at.inbox.open("stack"), 1'000'000);
  at.now_ms = 6000;
  CHECK(limited.get().kind == Kind::TimedOut);
  at.inbox.limit("stack", 0);
  const std::string token = at.inbox.open("stack");
  at.inbox.put(token, "in time");
  CHECK(at.inbox.wait(token, 7000).kind == Kind::Answered);
}

TEST_CASE("a request that was not sent is not waited for") {
  Inbox at;
  const std::string token = at.inbox.open("stack");
  at.inbox.close(token);
  CHECK_FALSE(at.inbox.waits_for(token));
}

TEST_CASE("a server that stops breaks off what waits, but for what is answered already") {
  Inbox at;
  auto waiting = at.waiting(at.inbox.open("stack"), 2000);
  const std::string answered = at.inbox.open("stack");
  at.inbox.put(answered, "");
  at.inbox.stop();
  CHECK_THROWS_AS(waiting.get(), DeploymentStopped);
  CHECK(at.inbox.wait(answered, 2000).kind == Kind::Answered);
  CHECK_THROWS_AS(at.inbox.wait(at.inbox.open("stack"), 2000), DeploymentStopped);
}

#include "deploy/custom/answer_inbox.h"

#include <algorithm>
#include <chrono>

#include "services/random_id.h"

namespace tombola::deploy {
namespace {

// Whoever moves the service clock does not know of us, so it is looked at so often.
constexpr std::chrono::milliseconds between_looks(50);

}  // namespace

std::string AnswerInbox::open(const std::string& stack) {
  const std::lock_guard lock(mutex_);
  std::string token = services::random_uuid();
  waiting_[token].stack = stack;
  return token;
}

bool AnswerInbox::put(const std::string& token, std::string body) {
  return settle(token, {Outcome::Kind::Answered, std::move(body)});
}

bool AnswerInbox::waits_for(const std::string& token) const {
  const std::lock_guard lock(mutex_);
  const auto found = waiting_.find(token);
  return found != waiting_.end() && !found->second.is_settled;
}

void AnswerInbox::close(const std::string& token) {
  const std::lock_guard lock(mutex_);
  waiting_.erase(token);
}

void AnswerInbox::fail(const std::string& token, std::string reason) {
  settle(token, {Outcome::Kind::Failed, std::move(reason)});
}

// The first one counts: a function that has answered may fail afterwards.
bool AnswerInbox::settle(const std::string& token, Outcome outcome) {
  {
    const std::lock_guard lock(mutex_);
    const auto found = waiting_.find(token);
    if (found == waiting_.end() || found->second.is_settled) {
      return false;
    }
    found->second.is_settled = true;
    found->second.outcome = std::move(outcome);
  }
  changed_.notify_all();
  return true;
}

void AnswerInbox::cancel(const std::string& stack) {
  {
    const std::lock_guard lock(mutex_);
    cancelled_.insert(stack);
  }
  changed_.notify_all();
}

void AnswerInbox::allow(const std::string& stack) {
  const std::lock_guard lock(mutex_);
  cancelled_.erase(stack);
}

void AnswerInbox::limit(const std::string& stack, std::int64_t deadline_ms) {
  const std::lock_guard lock(mutex_);
  if (deadline_ms == 0) {
    limits_.erase(stack);
  } else {
    limits_[stack] = deadline_ms;
  }
}

bool AnswerInbox::is_cancelled(const std::string& stack) const {
  const std::lock_guard lock(mutex_);
  return cancelled_.contains(stack);
}

void AnswerInbox::stop() {
  {
    const std::lock_guard lock(mutex_);
    stops_ = true;
  }
  changed_.notify_all();
}

AnswerInbox::Outcome AnswerInbox::wait(const std::string& token, std::int64_t deadline_ms) {
  std::unique_lock lock(mutex_);
  const auto waiting = waiting_.find(token);
  if (const auto limit = limits_.find(waiting->second.stack); limit != limits_.end()) {
    deadline_ms = std::min(deadline_ms, limit->second);
  }
  for (;;) {
    Waiting& request = waiting->second;
    if (!request.is_settled && cancelled_.contains(request.stack)) {
      request.is_settled = true;
      request.outcome.kind = Outcome::Kind::Cancelled;
    }
    if (!request.is_settled && now_ms_() >= deadline_ms) {
      request.is_settled = true;
      request.outcome.kind = Outcome::Kind::TimedOut;
    }
    if (request.is_settled) {
      Outcome outcome = std::move(request.outcome);
      waiting_.erase(waiting);
      return outcome;
    }
    if (stops_) {
      waiting_.erase(waiting);
      throw DeploymentStopped{};
    }
    changed_.wait_for(lock, between_looks);
  }
}

}  // namespace tombola::deploy

#include "storage/transaction_hold.h"

namespace tombola::storage {

bool TransactionHold::arm(std::string_view token, std::chrono::milliseconds at_most) {
  const std::lock_guard lock(mutex_);
  if (hold_ || shut_down_) {
    return false;
  }
  hold_ = Hold{std::string(token), at_most};
  armed_ = true;
  return true;
}

bool TransactionHold::release(std::string_view token) {
  const std::lock_guard lock(mutex_);
  if (!hold_ || hold_->token != token) {
    return false;
  }
  end_locked();
  return true;
}

std::optional<TransactionHold::Status> TransactionHold::status() const {
  const std::lock_guard lock(mutex_);
  return hold_ ? std::optional(Status{hold_->token, hold_->holding}) : std::nullopt;
}

bool TransactionHold::is_for(std::string_view token) const {
  if (!armed_) {
    return false;
  }
  const std::lock_guard lock(mutex_);
  return hold_ && hold_->token == token && !hold_->holding;
}

void TransactionHold::wait(std::string_view token) {
  std::unique_lock lock(mutex_);
  if (!hold_ || hold_->token != token || hold_->holding) {
    return;
  }
  hold_->holding = true;
  if (!ended_.wait_for(lock, hold_->at_most, [this] { return !hold_; })) {
    end_locked();
  }
}

void TransactionHold::shut_down() {
  const std::lock_guard lock(mutex_);
  shut_down_ = true;
  end_locked();
}

void TransactionHold::end_locked() {
  hold_.reset();
  armed_ = false;
  ended_.notify_all();
}

}  // namespace tombola::storage

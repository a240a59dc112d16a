// A fault on demand: the transaction that carries a given ClientRequestToken is held between its
// checks and its commit, so that what meets it can be tested. One at a time. Thread-safe.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace tombola::storage {

class TransactionHold {
 public:
  struct Status {
    std::string token;
    bool holding = false;  // the transaction is there
  };

  // For the next transaction with this token, which goes on by itself after `at_most`. False when
  // there is a hold already.
  bool arm(std::string_view token, std::chrono::milliseconds at_most);
  // Lets it go on, or forgets about it when it never came. False when there is no such hold.
  bool release(std::string_view token);
  std::optional<Status> status() const;

  // Whether a transaction might be held, so that whoever runs one gives it a thread that may wait.
  bool is_armed() const { return armed_; }
  // The transaction's own side: whether it is the one, and then the wait.
  bool is_for(std::string_view token) const;
  void wait(std::string_view token);

  // Nobody is held any more.
  void shut_down();

 private:
  struct Hold {
    std::string token;
    std::chrono::milliseconds at_most{};
    bool holding = false;
  };

  void end_locked();

  mutable std::mutex mutex_;
  std::condition_variable ended_;
  std::optional<Hold> hold_;
  std::atomic<bool> armed_ = false;
  bool shut_down_ = false;
};

}  // namespace tombola::storage

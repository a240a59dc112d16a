// The API's transactions (TransactWriteItems, ExecuteTransaction) that are under way, and what each
// has laid claim to: its items and its ClientRequestToken. Whoever else wants to write one of them
// meanwhile is refused, as AWS does. Thread-safe.
#pragma once

#include <atomic>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

namespace tombola::storage {

class OpenTransactions {
 public:
  // One of them; its claims end with it.
  class Member {
   public:
    explicit Member(OpenTransactions& all) : all_(all) {}
    Member(const Member&) = delete;
    Member& operator=(const Member&) = delete;
    ~Member() { all_.release(keys_, this); }

    // Which of the keys another transaction has; if there is none, all of them are this one's now.
    // What it has already stays its own.
    std::vector<bool> claim(const std::vector<std::string>& keys);

   private:
    OpenTransactions& all_;
    std::vector<std::string> keys_;
  };

  // Whether any open transaction has the key. One atomic read when none is open.
  bool has(const std::string& key) const;

 private:
  void release(const std::vector<std::string>& keys, const Member* member);

  mutable std::mutex mutex_;
  std::unordered_map<std::string, const Member*> owners_;
  std::atomic<std::size_t> count_ = 0;
};

}  // namespace tombola::storage

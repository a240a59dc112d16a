// What the limit server keeps: items in RocksDB, and a log of their changes. It checks nothing that
// a database has to check; it is what remains of a request when nothing can be left out any more.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <rocksdb/db.h>

namespace tombola::bench {

class LimitStore {
 public:
  LimitStore(const std::string& path, std::size_t cache_mb);

  // The body of the answer to "DynamoDB_20120810.PutItem" and so on: PutItem, GetItem, Query of a
  // partition (":p"), CreateTable, which does nothing. Nothing for what it does not know. Any thread.
  std::optional<std::string> answer(std::string_view target, const std::string& body);

  // Brings to the disk what is written.
  void sync();

 private:
  std::string put_item(const std::string& body);
  std::string get_item(const std::string& body);
  std::string query(const std::string& body);

  std::unique_ptr<rocksdb::DB> db_;
  std::unique_ptr<rocksdb::ColumnFamilyHandle> items_;
  std::unique_ptr<rocksdb::ColumnFamilyHandle> log_;
  std::atomic<std::uint64_t> next_number_{1};
};

}  // namespace tombola::bench

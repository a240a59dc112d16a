// The bytes of the requests that cases are made of. Items have the key "id", those of a partition
// "id" and "sort", and are filled up to a size; the n-th key is the same for everybody and lies
// anywhere.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "bench/contestants.h"

namespace tombola::bench {

struct TableKind {
  std::string name;
  bool has_sort_key = false;
  bool has_stream = false;
  bool has_index = false;  // "ByGroup", of "group" and "id", with all attributes
};

constexpr int items_of_partition = 100;
constexpr int partitions = 20;

std::string key_text(std::uint64_t n);
// {"id":{"S":..},...} of about `size_bytes` as DynamoDB counts them.
std::string item_json(std::uint64_t n, std::size_t size_bytes);
// The n-th of partitions of a hundred each: n / 100 names it.
std::string partition_item_json(std::uint64_t n);

void create_table(const Subject& subject, const TableKind& kind);
// Items 0 to count - 1. Throws std::runtime_error when one is refused.
void load_items(const Subject& subject, const std::string& table, std::uint64_t count);
void load_partitions(const Subject& subject, const std::string& table);

std::string put(const std::string& table, const std::string& item, const std::string& more = {});
std::string get(const std::string& table, std::uint64_t n);
std::string add_one(const std::string& table, std::uint64_t n);
std::string query(const std::string& table, std::uint64_t partition, const std::string& more = {});
std::string query_index(const std::string& table, std::uint64_t partition);
std::string batch_write(const std::string& table, std::uint64_t first, int count);
std::string batch_get(const std::string& table, std::uint64_t first, int count, std::uint64_t of);
std::string transact_write(const std::string& table, std::uint64_t first, int count);

}  // namespace tombola::bench

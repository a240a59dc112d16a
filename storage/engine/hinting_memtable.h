// RocksDB's own write buffer, a skip list, which remembers where the keys that come again and again
// went: the next one goes beside it, where a search from the top would compare twenty keys. Such are
// counters, hot items, and the end of each log when several are written in turns (of a single log
// the skip list sees by itself that it grows at its end).
//
// RocksDB has an option for this (memtable_insert_with_hint_prefix_extractor), with which 7.8 breaks
// an assertion of its own when it recovers, and whose hints grow in number with the keys.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include <rocksdb/memtablerep.h>

namespace tombola::storage {

// Keys that have their first `prefix_bytes` in common have one place; all of the key: SIZE_MAX. For
// one writer at a time.
std::shared_ptr<rocksdb::MemTableRepFactory> hinting_memtable(std::size_t prefix_bytes);

}  // namespace tombola::storage

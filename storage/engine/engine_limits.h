// Every bound of the engines. They stand here because this folder includes nothing of ours from
// outside itself.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace tombola::storage::engine_limits {

// How long get_for_update waits for another transaction before it is a Conflict. Long enough for a
// queue on one hot key, with those who overtake, on a slow disk; short enough to end a deadlock
// unnoticed by an HTTP client.
inline constexpr std::chrono::milliseconds lock_wait_max{1000};

// How many overtake the first who waits for a lock.
inline constexpr int lock_overtakings_max = 4;

// One group of commits: what one WriteBatch carries. The first commit of a group always fits.
inline constexpr std::size_t group_commits_max = 256;
inline constexpr std::size_t group_bytes_max = 4u << 20;

// Groups that a leader writes while others wait, its own first. One who waits awake may have no core
// just then, and until it has one nothing would be written.
inline constexpr int groups_led_max = 3;

// How long somebody looks for a turn before sleeping: a few groups of commits.
inline constexpr std::chrono::microseconds watch_max{50};

// Record numbers are reserved in blocks of this many; a restart skips what is left of one.
inline constexpr std::uint64_t number_block = 1u << 16;

// What a log record weighs beside its bytes, for log_size_bytes(): keys and bookkeeping, about.
inline constexpr std::size_t log_record_overhead_bytes = 40;

// erase_range: up to so many rows are erased one by one. A range tombstone makes every later read a
// little dearer, single tombstones do not.
inline constexpr std::size_t erase_rows_one_by_one_max = 4096;

// A checkpoint copies a write-ahead log up to this size rather than flushing it into a table file.
inline constexpr std::uint64_t checkpoint_wal_copy_bytes_max = 4u << 20;

// So many write-ahead logs of earlier runs are replayed on open before they are flushed away.
inline constexpr std::size_t wal_files_max = 8;

// Keys whose place in a write buffer is remembered.
inline constexpr std::size_t insert_places_max = 256;

// Counters whose value the leader of commits has in mind, and those of its present group.
inline constexpr std::size_t counters_known_max = 4096;

// Shared keys whose value is kept with their lock, in each of its table's 64 shards.
inline constexpr std::size_t shared_values_max = 64;

// Superseded versions that one commit of the memory engine cleans up, beside twice its own.
inline constexpr std::size_t garbage_steps_max = 1024;

// Rows or records that a copy of the memory engine takes in one hold of its mutex.
inline constexpr std::size_t copy_page_rows_max = 1024;

}  // namespace tombola::storage::engine_limits

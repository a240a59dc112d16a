// What `make bench` measures; each prints its lines.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bench/results.h"

namespace tombola::bench {

struct Bench {
  std::string binary;        // the tombola that is measured
  std::string limit_binary;  // what it is measured against
  bool quick = false;        // a fraction of the time, and less sure
  // Of writing 200,000 times and trimming, for measure_memory; ROUNDS=50 looks for longer.
  int memory_rounds = 5;
  // CASES=Query measures the cases alone whose name contains that.
  std::string cases;
  // ONLY=Tombola,limit measures those contestants alone.
  std::vector<std::string> only;
  // CONNECTIONS=16 compares with as many alone.
  std::optional<int> connections;

  bool wants_case(const std::string& name) const { return name.find(cases) != std::string::npos; }
};

// Tombola, the limit and the peers, side by side, in every case.
void measure_comparison(const Bench& bench, Results& results);
// Start to first answer, memory when idle, memory and disk with 100,000 items.
void measure_footprint(const Bench& bench, Results& results);
// PutItem with commits that wait for the disk, at 16 and 64 connections.
void measure_durability(const Bench& bench, Results& results);
// PutItem and GetItem with ten thousand items and with a million.
void measure_growth(const Bench& bench, Results& results);
// GetItem of ten million items, with a cache of 1 GB, against the limit.
void measure_large(const Bench& bench, Results& results);

// How soon after a put's answer a warm Node handler is entered, at 100 writes a second.
void measure_latency(const Bench& bench, Results& results);
// How fast a Node handler that does nothing takes a backlog, in batches of 100.
void measure_backlog(const Bench& bench, Results& results);
// The processor time of a server with 50 mappings that have nothing to do.
void measure_idle_mappings(const Bench& bench, Results& results);

// Memory after a million writes against that after 200,000, trimmed by the clock.
void measure_memory(const Bench& bench, Results& results);

}  // namespace tombola::bench

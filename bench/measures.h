// What `make bench` measures; each prints its lines.
#pragma once

#include <string>

namespace tombola::bench {

struct Bench {
  std::string binary;  // the tombola that is measured
  bool quick = false;  // a fraction of the time, and less sure
  // Of writing 200,000 times and trimming, for measure_memory; ROUNDS=50 looks for longer.
  int memory_rounds = 5;
};

// PutItem and GetItem at 1, 16 and 64 connections, the time until ready, memory when idle.
void measure_requests(const Bench& bench);

// How soon after a put's answer a warm Node handler is entered, at 100 writes a second.
void measure_latency(const Bench& bench);
// How fast a Node handler that does nothing takes a backlog, in batches of 100.
void measure_backlog(const Bench& bench);
// The processor time of a server with 50 mappings that have nothing to do.
void measure_idle_mappings(const Bench& bench);

// Memory after a million writes against that after 200,000, trimmed by the clock.
void measure_memory(const Bench& bench);

}  // namespace tombola::bench

// A load generator: N kept-alive connections, each with one request under way, for a fixed time or until
// there are no more requests.
// One thread drives them all, so that it takes no more than its share of the machine.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace tombola::bench {

struct LoadOptions {
  std::uint16_t port = 0;
  int connections = 1;
  std::chrono::milliseconds duration{2000};
  // The bytes of the next request, head and body. Called before each one; empty: no more.
  std::function<std::string()> next_request;
};

struct LoadResult {
  double requests_per_second = 0;
  double p50_us = 0;
  double p99_us = 0;
  std::uint64_t requests = 0;
  std::uint64_t errors = 0;  // answers other than 200
  std::string first_error;   // what the first of them said
};

// Throws std::runtime_error when the server ends a connection.
LoadResult run_load(const LoadOptions& options);

// POST / with that target and body, as an SDK sends it; the credentials are made up.
std::string api_request(const std::string& target, const std::string& body);

// The value below which a share of the samples lies; 0 without samples.
double percentile(std::vector<double> samples, double share);

}  // namespace tombola::bench

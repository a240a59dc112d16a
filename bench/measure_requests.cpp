#include <algorithm>
#include <iostream>

#include <fmt/format.h>

#include "bench/data_folder.h"
#include "bench/load.h"
#include "bench/measures.h"
#include "bench/raffle_requests.h"
#include "bench/server_process.h"

namespace tombola::bench {
namespace {

constexpr int entries_to_read = 10'000;

void print_load(const std::string& name, int connections, const LoadResult& result) {
  fmt::print("{:<28} {:>4} {:>12.0f} {:>10.0f} {:>10.0f} {:>7}\n", name, connections,
             result.requests_per_second, result.p50_us, result.p99_us, result.errors);
  std::cout.flush();
}

void measure(const Bench& bench, const std::string& where,
             const std::vector<std::string>& arguments) {
  const std::chrono::milliseconds duration(bench.quick ? 500 : 3000);
  ServerProcess server(bench.binary, arguments);
  create_table(server.port());
  fmt::print("{:<28} ready in {:.0f} ms, {:.0f} MB resident when idle\n", where, server.ready_ms(),
             server.resident_mb());
  int next_id = 0;
  for (int connections : {1, 16, 64}) {
    LoadOptions options{server.port(), connections, duration,
                        [&next_id] { return put_request(next_id++); }};
    print_load("PutItem, " + where, connections, run_load(options));
  }
  const int ids = std::min(next_id, entries_to_read);
  for (int connections : {1, 16, 64}) {
    int i = 0;
    LoadOptions options{server.port(), connections, duration,
                        [&i, ids] { return get_request(i++ % ids); }};
    print_load("GetItem, " + where, connections, run_load(options));
  }
}

}  // namespace

void measure_requests(const Bench& bench) {
  fmt::print("{:<28} {:>4} {:>12} {:>10} {:>10} {:>7}\n", "", "conn", "requests/s", "p50 us",
             "p99 us", "errors");
  const DataFolder folder;
  measure(bench, "RocksDB", {"--data", folder.path()});
  measure(bench, "in memory", {"--in-memory"});
}

}  // namespace tombola::bench

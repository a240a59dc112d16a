#include <chrono>
#include <filesystem>
#include <stdexcept>
#include <thread>

#include <fmt/format.h>

#include "bench/data_folder.h"
#include "bench/load.h"
#include "bench/measures.h"
#include "bench/raffle_requests.h"
#include "bench/server_process.h"

namespace tombola::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds between_puts(10);
constexpr int puts_to_warm_up = 10;
constexpr int idle_mappings = 50;
constexpr std::chrono::minutes idle_timeout(3);

std::string handler(const std::string& file) {
  return (std::filesystem::path(__FILE__).parent_path() / "handlers" / file).string();
}

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

void write_backlog(const Bench& bench, const DataFolder& folder, int records) {
  constexpr int batch = 25;
  constexpr int connections = 4;
  ServerProcess server(bench.binary, {"--data", folder.path()});
  create_table(server.port());
  int next_id = 0;
  const auto next_batch = [&] {
    const int first = next_id;
    next_id += batch;
    return first < records ? batch_request(first, batch) : std::string();
  };
  if (run_load({server.port(), connections, std::chrono::minutes(5), next_batch}).errors > 0) {
    throw std::runtime_error("the backlog could not be written");
  }
}

}  // namespace

void measure_latency(const Bench& bench, Results& results) {
  ServerProcess server(bench.binary,
                       {"--in-memory", "--trigger", "RaffleTable=" + handler("entry_time.mjs")});
  create_table(server.port());
  http::Client client("127.0.0.1", server.port());
  std::vector<double> delays_us;
  auto next_put = Clock::now();
  const int puts = puts_to_warm_up + (bench.quick ? 200 : 2000);
  for (int id = 0; id < puts; ++id) {
    std::this_thread::sleep_until(next_put += between_puts);
    call(client, "DynamoDB_20120810.PutItem",
         R"({"TableName":"RaffleTable","Item":)" + entry_json(id) + "}");
    const auto answered_ns = Clock::now().time_since_epoch().count();
    const std::string entered = "entered " + entry_id(id) + " ";
    const std::string line = server.next_line_with(entered);
    const long long entered_ns = std::stoll(line.substr(line.find(entered) + entered.size()));
    if (id >= puts_to_warm_up) {
      delays_us.push_back(static_cast<double>(entered_ns - answered_ns) / 1000.0);
    }
  }
  add_own(results, "put's answer to handler, p50", "us", true, percentile(delays_us, 0.50));
  add_own(results, "put's answer to handler, p99", "us", true, percentile(delays_us, 0.99));
}

void measure_backlog(const Bench& bench, Results& results) {
  const int records = bench.quick ? 20'000 : 100'000;
  const DataFolder folder;
  write_backlog(bench, folder, records);
  ServerProcess server(bench.binary, {"--data", folder.path(), "--trigger",
                                      "RaffleTable=" + handler("nothing.mjs") + ",batch-size=100"});
  const auto start = Clock::now();
  http::Client client("127.0.0.1", server.port(), idle_timeout);
  rest(client, "GET", "/_tombola/idle?timeout=120");
  add_own(results, "backlog through Node", "records/s", false, records / seconds_since(start));
}

void measure_idle_mappings(const Bench& bench, Results& results) {
  std::vector<std::string> arguments = {"--in-memory"};
  for (int i = 0; i < idle_mappings; ++i) {
    arguments.push_back("--trigger");
    arguments.push_back(fmt::format("Table{}=builtin:log", i));
  }
  ServerProcess server(bench.binary, arguments);
  for (int i = 0; i < idle_mappings; ++i) {
    create_table(server.port(), fmt::format("Table{}", i));
  }
  const auto start = Clock::now();
  const double before_ms = server.processor_ms();
  std::this_thread::sleep_for(std::chrono::seconds(bench.quick ? 2 : 10));
  add_own(results, fmt::format("{} idle mappings", idle_mappings), "ms of CPU a second", true,
          (server.processor_ms() - before_ms) / seconds_since(start));
}

}  // namespace tombola::bench

// make bench: how fast PutItem and GetItem of a raffle entry are, and how soon after PutItem's
// answer the handler is entered. Absolute figures depend on the machine and what else it does;
// compare runs of one machine, one right after the other.
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <stdexcept>

#include <fmt/format.h>
#include <unistd.h>

#include "bench/load.h"
#include "bench/server_process.h"
#include "http/client.h"

namespace tombola::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int entries_to_read = 10'000;

std::string entry_json(int id) {
  return fmt::format(R"({{"id":{{"S":"0b9c6f2e-3f7e-4d0a-9a55-{:012d}"}},"name":{{"S":"John"}},)"
                     R"("timestamp":{{"S":"2026-01-02T03:04:05.678Z"}}}})",
                     id);
}

std::string put_request(int id) {
  return api_request("DynamoDB_20120810.PutItem",
                     R"({"TableName":"RaffleTable","Item":)" + entry_json(id) + "}");
}

std::string get_request(int id) {
  return api_request(
      "DynamoDB_20120810.GetItem",
      fmt::format(
          R"({{"TableName":"RaffleTable","Key":{{"id":{{"S":"0b9c6f2e-3f7e-4d0a-9a55-{:012d}"}}}}}})",
          id));
}

// Sends bytes that api_request made, over a client of its own.
http::Response call(http::Client& client, const std::string& target, const std::string& body) {
  const http::Response response =
      client.post("/",
                  {{"Content-Type", "application/x-amz-json-1.0"},
                   {"X-Amz-Target", target},
                   {"X-Amz-Date", "20260102T030405Z"},
                   {"Authorization",
                    "AWS4-HMAC-SHA256 Credential=bench/20260102/us-east-1/dynamodb/aws4_request, "
                    "SignedHeaders=host, Signature=0"}},
                  body);
  if (response.status != 200) {
    throw std::runtime_error(target + ": " + response.body);
  }
  return response;
}

void create_table(std::uint16_t port) {
  http::Client client("127.0.0.1", port);
  call(client, "DynamoDB_20120810.CreateTable",
       R"({"TableName":"RaffleTable","BillingMode":"PAY_PER_REQUEST",)"
       R"("AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}],)"
       R"("KeySchema":[{"AttributeName":"id","KeyType":"HASH"}],)"
       R"("StreamSpecification":{"StreamEnabled":true,"StreamViewType":"NEW_AND_OLD_IMAGES"}})");
}

class DataFolder {
 public:
  DataFolder()
      : path_(std::filesystem::temp_directory_path() / fmt::format("tombola-bench-{}", getpid())) {
    std::filesystem::remove_all(path_);
  }
  ~DataFolder() { std::filesystem::remove_all(path_); }
  std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

void print_load(const std::string& name, int connections, const LoadResult& result) {
  fmt::print("{:<28} {:>4} {:>12.0f} {:>10.0f} {:>10.0f} {:>7}\n", name, connections,
             result.requests_per_second, result.p50_us, result.p99_us, result.errors);
  std::cout.flush();
}

void measure_requests(const std::string& binary, const std::string& where,
                      const std::vector<std::string>& arguments,
                      std::chrono::milliseconds duration) {
  ServerProcess server(binary, arguments);
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

void measure_triggers(const std::string& binary, int rounds) {
  const std::string handler =
      (std::filesystem::path(__FILE__).parent_path() / "handlers/entry_time.mjs").string();
  ServerProcess server(binary, {"--in-memory", "--trigger", "RaffleTable=" + handler});
  create_table(server.port());
  http::Client client("127.0.0.1", server.port());
  std::vector<double> delays_us;
  for (int i = -10; i < rounds; ++i) {
    const int id = i + 10;
    call(client, "DynamoDB_20120810.PutItem",
         R"({"TableName":"RaffleTable","Item":)" + entry_json(id) + "}");
    const auto answered_ns = Clock::now().time_since_epoch().count();
    const std::string line =
        server.next_line_with(fmt::format("entered 0b9c6f2e-3f7e-4d0a-9a55-{:012d} ", id));
    const long long entered_ns = std::stoll(line.substr(line.find("9a55-") + 18));
    if (i >= 0) {  // the first ones start the environment
      delays_us.push_back(static_cast<double>(entered_ns - answered_ns) / 1000.0);
    }
  }
  fmt::print("{:<28} {:>17} {:>10.0f} {:>10.0f}\n", "PutItem's answer to handler", "",
             percentile(delays_us, 0.50), percentile(delays_us, 0.99));
}

int run(const std::string& binary) {
  const bool quick = std::getenv("QUICK") != nullptr;
  const std::chrono::milliseconds duration(quick ? 500 : 3000);
  fmt::print("{:<28} {:>4} {:>12} {:>10} {:>10} {:>7}\n", "", "conn", "requests/s", "p50 us",
             "p99 us", "errors");
  const DataFolder folder;
  measure_requests(binary, "RocksDB", {"--data", folder.path()}, duration);
  measure_requests(binary, "in memory", {"--in-memory"}, duration);
  measure_triggers(binary, quick ? 200 : 2000);
  return 0;
}

}  // namespace
}  // namespace tombola::bench

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: tombola_bench PATH_OF_TOMBOLA\n";
    return 2;
  }
  try {
    return tombola::bench::run(argv[1]);
  } catch (const std::exception& error) {
    std::cerr << "bench: " << error.what() << "\n";
    return 1;
  }
}

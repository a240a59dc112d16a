#include <fmt/format.h>

#include "bench/data_folder.h"
#include "bench/load.h"
#include "bench/measures.h"
#include "bench/raffle_requests.h"
#include "bench/server_process.h"

namespace tombola::bench {
namespace {

constexpr int keys = 1000;
constexpr int connections = 16;
constexpr int writes_of_round = 200'000;

// Writes `count` times, then lets a day pass, so that the records of all of them are trimmed.
void write_and_trim(const ServerProcess& server, http::Client& client, int count) {
  int written = 0;
  // The entries differ from one time to the next, or there would be nothing to record.
  const auto changed_entry = [&]() -> std::string {
    if (written == count) {
      return {};
    }
    const int write = written++;
    return api_request("DynamoDB_20120810.UpdateItem",
                       fmt::format(R"({{"TableName":"RaffleTable","Key":{{"id":{{"S":"{}"}}}},)"
                                   R"("UpdateExpression":"SET #n = :n ADD changes :one",)"
                                   R"("ExpressionAttributeNames":{{"#n":"name"}},)"
                                   R"("ExpressionAttributeValues":)"
                                   R"({{":n":{{"S":"John"}},":one":{{"N":"1"}}}}}})",
                                   entry_id(write % keys)));
  };
  const LoadResult result =
      run_load({server.port(), connections, std::chrono::minutes(10), changed_entry});
  if (result.errors > 0) {
    throw std::runtime_error("a write failed");
  }
  rest(client, "POST", "/_tombola/clock", R"({"advance":90000})");
}

void measure(const Bench& bench, Results& results, const std::string& where,
             const std::vector<std::string>& arguments) {
  const int writes = bench.quick ? writes_of_round / 10 : writes_of_round;
  ServerProcess server(bench.binary, arguments);
  create_table(server.port());
  http::Client client("127.0.0.1", server.port(), std::chrono::minutes(3));
  rest(client, "POST", "/_tombola/clock", R"({"freeze":true})");
  std::string each;
  double first_mb = 0;
  for (int round = 0; round < bench.memory_rounds; ++round) {
    write_and_trim(server, client, writes);
    const double mb = server.resident_mb();
    first_mb = round == 0 ? mb : first_mb;
    each += fmt::format(" {:.0f}", mb);
  }
  fmt::print("MB resident after each {} writes, {}:{}\n", writes, where, each);
  add_own(results, "memory after writes, " + where, "% of the first round's", true,
          100 * server.resident_mb() / first_mb);
}

}  // namespace

void measure_memory(const Bench& bench, Results& results) {
  const DataFolder folder;
  measure(bench, results, "RocksDB", {"--data", folder.path()});
  measure(bench, results, "in memory", {"--in-memory"});
}

}  // namespace tombola::bench

#include "bench/case_requests.h"

#include <chrono>
#include <functional>
#include <stdexcept>
#include <thread>

#include <fmt/format.h>

#include "bench/load.h"
#include "bench/raffle_requests.h"

namespace tombola::bench {
namespace {

constexpr std::size_t item_size_bytes = 200;
constexpr int load_connections = 4;
constexpr int batch_items = 25;
constexpr std::chrono::milliseconds between_looks(5);
constexpr int looks_max = 2000;
constexpr std::uint64_t items_one_by_one_max = 10'000;

std::string target(const std::string& operation) {
  return "DynamoDB_20120810." + operation;
}

// splitmix64: the n-th number of a sequence that looks random.
std::uint64_t mixed(std::uint64_t n) {
  std::uint64_t z = (n + 1) * 0x9e3779b97f4a7c15U;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
  return z ^ (z >> 31);
}

std::string key_json(std::uint64_t n) {
  return R"({"id":{"S":")" + key_text(n) + R"("}})";
}

std::string partition_text(std::uint64_t partition) {
  return fmt::format("group-{:04}", partition);
}

std::string joined(int count, const std::function<std::string(int)>& part) {
  std::string all;
  for (int i = 0; i < count; ++i) {
    all += (i == 0 ? "" : ",") + part(i);
  }
  return all;
}

void send_all(const Subject& subject, std::uint64_t count,
              const std::function<std::string(std::uint64_t)>& request) {
  std::uint64_t next = 0;
  const LoadResult result =
      run_load({subject.port(), load_connections, std::chrono::minutes(20),
                [&] { return next < count ? request(next++) : std::string(); }});
  if (result.errors > 0) {
    throw std::runtime_error(result.first_error);
  }
}

}  // namespace

std::string key_text(std::uint64_t n) {
  return fmt::format("{:016x}-{:016x}", mixed(n), n);
}

std::string item_json(std::uint64_t n, std::size_t size_bytes) {
  // "id" and its value, "name" and John, "filler".
  constexpr std::size_t without_filler = 2 + 33 + 4 + 4 + 6;
  return fmt::format(R"({{"id":{{"S":"{}"}},"name":{{"S":"John"}},"filler":{{"S":"{}"}}}})",
                     key_text(n), std::string(size_bytes - without_filler, 'x'));
}

std::string partition_item_json(std::uint64_t n) {
  return fmt::format(R"({{"id":{{"S":"{0}"}},"sort":{{"S":"{1:08}"}},"group":{{"S":"{0}"}},)"
                     R"("count":{{"N":"{2}"}},"even":{{"BOOL":{3}}},"filler":{{"S":"{4}"}}}})",
                     partition_text(n / items_of_partition), n, n % items_of_partition,
                     n % 2 == 0 ? "true" : "false", std::string(130, 'x'));
}

void create_table(const Subject& subject, const TableKind& kind) {
  std::string attributes = R"({"AttributeName":"id","AttributeType":"S"})";
  std::string keys = R"({"AttributeName":"id","KeyType":"HASH"})";
  std::string more;
  if (kind.has_sort_key) {
    attributes += R"(,{"AttributeName":"sort","AttributeType":"S"})";
    keys += R"(,{"AttributeName":"sort","KeyType":"RANGE"})";
  }
  if (kind.has_index) {
    attributes += R"(,{"AttributeName":"group","AttributeType":"S"})";
    more += R"(,"GlobalSecondaryIndexes":[{"IndexName":"ByGroup",)"
            R"("KeySchema":[{"AttributeName":"group","KeyType":"HASH"}],)"
            R"("Projection":{"ProjectionType":"ALL"}}])";
  }
  if (kind.has_stream) {
    more +=
        R"(,"StreamSpecification":{"StreamEnabled":true,"StreamViewType":"NEW_AND_OLD_IMAGES"})";
  }
  http::Client client("127.0.0.1", subject.port());
  std::string answer = call(client, target("CreateTable"),
                            fmt::format(R"({{"TableName":"{}","BillingMode":"PAY_PER_REQUEST",)"
                                        R"("AttributeDefinitions":[{}],"KeySchema":[{}]{}}})",
                                        kind.name, attributes, keys, more));
  for (int look = 0; answer.find("CREATING") != std::string::npos; ++look) {
    if (look == looks_max) {
      throw std::runtime_error("table " + kind.name + " stays CREATING");
    }
    std::this_thread::sleep_for(between_looks);
    answer = call(client, target("DescribeTable"), R"({"TableName":")" + kind.name + R"("})");
  }
}

void load_items(const Subject& subject, const std::string& table, std::uint64_t count) {
  // The limit knows no batches.
  if (count <= items_one_by_one_max || subject.contestant.kind == Contestant::Kind::Limit) {
    send_all(subject, count,
             [&](std::uint64_t n) { return put(table, item_json(n, item_size_bytes)); });
    return;
  }
  send_all(subject, count / batch_items,
           [&](std::uint64_t n) { return batch_write(table, n * batch_items, batch_items); });
}

void load_partitions(const Subject& subject, const std::string& table) {
  send_all(subject, partitions * items_of_partition,
           [&](std::uint64_t n) { return put(table, partition_item_json(n)); });
}

std::string put(const std::string& table, const std::string& item, const std::string& more) {
  return api_request(target("PutItem"),
                     R"({"TableName":")" + table + R"(","Item":)" + item + more + "}");
}

std::string get(const std::string& table, std::uint64_t n) {
  return api_request(target("GetItem"),
                     R"({"TableName":")" + table + R"(","Key":)" + key_json(n) + "}");
}

std::string add_one(const std::string& table, std::uint64_t n) {
  return api_request(target("UpdateItem"),
                     R"({"TableName":")" + table + R"(","Key":)" + key_json(n) +
                         R"(,"UpdateExpression":"ADD hits :one",)"
                         R"("ExpressionAttributeValues":{":one":{"N":"1"}}})");
}

std::string query(const std::string& table, std::uint64_t partition, const std::string& more) {
  return api_request(target("Query"),
                     fmt::format(R"({{"TableName":"{}","KeyConditionExpression":"id = :p",)"
                                 R"("ExpressionAttributeValues":{{":p":{{"S":"{}"}}{}}}{}}})",
                                 table, partition_text(partition),
                                 more.empty() ? "" : R"(,":t":{"BOOL":true})", more));
}

std::string query_index(const std::string& table, std::uint64_t partition) {
  return api_request(target("Query"),
                     fmt::format(R"({{"TableName":"{}","IndexName":"ByGroup",)"
                                 R"("KeyConditionExpression":"#g = :p",)"
                                 R"("ExpressionAttributeNames":{{"#g":"group"}},)"
                                 R"("ExpressionAttributeValues":{{":p":{{"S":"{}"}}}}}})",
                                 table, partition_text(partition)));
}

std::string batch_write(const std::string& table, std::uint64_t first, int count) {
  return api_request(target("BatchWriteItem"),
                     R"({"RequestItems":{")" + table + R"(":[)" + joined(count, [&](int i) {
                       return R"({"PutRequest":{"Item":)" +
                              item_json(first + static_cast<std::uint64_t>(i), item_size_bytes) +
                              "}}";
                     }) + "]}}");
}

std::string batch_get(const std::string& table, std::uint64_t first, int count, std::uint64_t of) {
  return api_request(target("BatchGetItem"),
                     R"({"RequestItems":{")" + table + R"(":{"Keys":[)" + joined(count, [&](int i) {
                       return key_json((first + static_cast<std::uint64_t>(i)) % of);
                     }) + "]}}}");
}

std::string transact_write(const std::string& table, std::uint64_t first, int count) {
  return api_request(target("TransactWriteItems"),
                     R"({"TransactItems":[)" + joined(count, [&](int i) {
                       return R"({"Put":{"TableName":")" + table + R"(","Item":)" +
                              item_json(first + static_cast<std::uint64_t>(i), item_size_bytes) +
                              "}}";
                     }) + "]}");
}

}  // namespace tombola::bench

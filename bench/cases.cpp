#include "bench/cases.h"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "bench/case_requests.h"
#include "bench/raffle_requests.h"

namespace tombola::bench {
namespace {

constexpr std::uint64_t items_to_read = 10'000;
constexpr int stream_tables = 10;
constexpr int records_of_page = 1'000;
constexpr int batch_write_items = 25;
constexpr int batch_get_items = 100;
constexpr int transaction_items = 4;

Case put_case(std::size_t size_bytes) {
  const std::string name =
      size_bytes < 1024 ? fmt::format("{} B", size_bytes) : fmt::format("{} KB", size_bytes / 1024);
  const std::string table = fmt::format("Puts{}", size_bytes);
  return {"PutItem " + name, [=](Subject& subject) { create_table(subject, {table}); },
          [=](const Subject&, std::uint64_t n) { return put(table, item_json(n, size_bytes)); }};
}

Case get_case() {
  return {"GetItem",
          [](Subject& subject) {
            create_table(subject, {"Gets"});
            load_items(subject, "Gets", items_to_read);
          },
          [](const Subject&, std::uint64_t n) { return get("Gets", n * 7919 % items_to_read); }};
}

Case conditional_put_case() {
  return {"PutItem, conditional", [](Subject& subject) { create_table(subject, {"Conditions"}); },
          [](const Subject&, std::uint64_t n) {
            return put("Conditions", item_json(n, 200),
                       R"json(,"ConditionExpression":"attribute_not_exists(id)")json");
          }};
}

Case update_case(const std::string& name, const std::string& table, std::uint64_t keys) {
  return {name,
          [=](Subject& subject) {
            create_table(subject, {table});
            load_items(subject, table, keys);
          },
          [=](const Subject&, std::uint64_t n) { return add_one(table, n * 7919 % keys); }};
}

void prepare_partitions(Subject& subject) {
  create_table(subject, {"Partitions", true});
  load_partitions(subject, "Partitions");
}

Case query_case() {
  return {"Query, 100 items", prepare_partitions,
          [](const Subject&, std::uint64_t n) { return query("Partitions", n % partitions); }};
}

Case filtered_query_case() {
  return {"Query, filtered",
          [](Subject& subject) {
            create_table(subject, {"Filtered", true});
            load_partitions(subject, "Filtered");
          },
          [](const Subject&, std::uint64_t n) {
            return query("Filtered", n % partitions,
                         R"(,"FilterExpression":"even = :t",)"
                         R"("ProjectionExpression":"sort, filler")");
          }};
}

Case index_query_case() {
  return {"Query, of an index",
          [](Subject& subject) {
            create_table(subject, {"Indexed", true, false, true});
            load_partitions(subject, "Indexed");
          },
          [](const Subject&, std::uint64_t n) { return query_index("Indexed", n % partitions); }};
}

// The whole table, page after page.
void scan(const Subject& subject, std::uint64_t expected) {
  http::Client client("127.0.0.1", subject.port(), std::chrono::minutes(2));
  std::uint64_t found = 0;
  std::string start;
  do {
    const std::string page =
        call(client, "DynamoDB_20120810.Scan", R"({"TableName":"Scanned")" + start + "}");
    // The members around the items are at the ends; the page itself is not taken apart.
    const auto value_after = [&](std::string_view name) -> std::string_view {
      const std::size_t at = page.rfind(name);
      return at == std::string::npos ? std::string_view()
                                     : std::string_view(page).substr(at + name.size());
    };
    found += std::stoull(std::string(value_after(R"("ScannedCount":)").substr(0, 12)));
    const std::string_view key = value_after(R"("LastEvaluatedKey":)");
    start = key.empty()
                ? std::string()
                : fmt::format(R"(,"ExclusiveStartKey":{})", key.substr(0, key.find("}}") + 2));
  } while (!start.empty());
  if (found != expected) {
    throw std::runtime_error(fmt::format("a scan found {} of {} items", found, expected));
  }
}

Case scan_case(std::uint64_t items) {
  return {fmt::format("Scan, all of {}", items),
          [=](Subject& subject) {
            create_table(subject, {"Scanned"});
            load_items(subject, "Scanned", items);
          },
          {},
          [=](Subject& subject) { scan(subject, items); }};
}

Case batch_write_case() {
  return {"BatchWriteItem, 25", [](Subject& subject) { create_table(subject, {"Batches"}); },
          [](const Subject&, std::uint64_t n) {
            return batch_write("Batches", n * batch_write_items, batch_write_items);
          }};
}

Case batch_get_case() {
  return {"BatchGetItem, 100",
          [](Subject& subject) {
            create_table(subject, {"BatchGets"});
            load_items(subject, "BatchGets", items_to_read);
          },
          [](const Subject&, std::uint64_t n) {
            return batch_get("BatchGets", n * batch_get_items, batch_get_items, items_to_read);
          }};
}

Case transaction_case() {
  return {"TransactWriteItems, 4",
          [](Subject& subject) { create_table(subject, {"Transactions"}); },
          [](const Subject&, std::uint64_t n) {
            return transact_write("Transactions", n * transaction_items, transaction_items);
          }};
}

Case stream_case(const std::string& name, const std::string& table, bool triggered) {
  return {name,
          [=](Subject& subject) {
            create_table(subject, {table, false, true});
          },
          [=](const Subject&, std::uint64_t n) { return put(table, item_json(n, 200)); },
          {},
          triggered};
}

Case stream_tables_case() {
  return {fmt::format("PutItem, {} streams", stream_tables),
          [](Subject& subject) {
            for (int i = 0; i < stream_tables; ++i) {
              create_table(subject, {fmt::format("Streamed{}", i), false, true});
            }
          },
          [](const Subject&, std::uint64_t n) {
            return put(fmt::format("Streamed{}", n % stream_tables), item_json(n, 200));
          }};
}

std::string iterator_of(const Subject& subject, const std::string& table) {
  using nlohmann::json;
  http::Client client("127.0.0.1", subject.port());
  const auto ask = [&](const std::string& operation, const json& request) {
    return json::parse(call(client, "DynamoDBStreams_20120810." + operation, request.dump()));
  };
  const json streams = ask("ListStreams", {{"TableName", table}});
  const std::string arn = streams.at("Streams").at(0).at("StreamArn");
  const json stream = ask("DescribeStream", {{"StreamArn", arn}}).at("StreamDescription");
  return ask("GetShardIterator", {{"StreamArn", arn},
                                  {"ShardId", stream.at("Shards").at(0).at("ShardId")},
                                  {"ShardIteratorType", "TRIM_HORIZON"}})
      .at("ShardIterator");
}

Case get_records_case() {
  return {"GetRecords, 1000",
          [](Subject& subject) {
            create_table(subject, {"Records", false, true});
            load_items(subject, "Records", records_of_page);
            subject.iterator = iterator_of(subject, "Records");
          },
          [](const Subject& subject, std::uint64_t) {
            return api_request("DynamoDBStreams_20120810.GetRecords",
                               R"({"Limit":1000,"ShardIterator":")" + subject.iterator + R"("})");
          }};
}

LoadResult run_operations(const Case& which, Subject& subject, std::chrono::milliseconds duration) {
  using Clock = std::chrono::steady_clock;
  const auto start = Clock::now();
  std::vector<double> taken_us;
  do {
    const auto before = Clock::now();
    which.operation(subject);
    taken_us.push_back(std::chrono::duration<double, std::micro>(Clock::now() - before).count());
  } while (Clock::now() - start < duration);
  const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
  return {static_cast<double>(taken_us.size()) / seconds,
          percentile(taken_us, 0.50),
          percentile(taken_us, 0.99),
          taken_us.size(),
          0,
          ""};
}

}  // namespace

std::vector<Case> cases(bool quick) {
  return {
      put_case(200),
      put_case(1024),
      put_case(4096),
      get_case(),
      conditional_put_case(),
      update_case("UpdateItem, hot key", "Hot", 1),
      update_case("UpdateItem, any key", "Updates", items_to_read),
      query_case(),
      filtered_query_case(),
      index_query_case(),
      scan_case(quick ? 20'000 : 100'000),
      batch_write_case(),
      batch_get_case(),
      transaction_case(),
      stream_case("PutItem, stream", "Streamed", false),
      stream_tables_case(),
      get_records_case(),
      stream_case("PutItem, trigger", "Triggered", true),
  };
}

LoadResult run_case(const Case& which, Subject& subject, int connections,
                    std::chrono::milliseconds duration) {
  if (which.operation) {
    return run_operations(which, subject, duration);
  }
  return run_load({subject.port(), connections, duration,
                   [&] { return which.request(subject, subject.requests++); }});
}

}  // namespace tombola::bench

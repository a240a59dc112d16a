// How speed depends on how much there is, and on what an acknowledgement promises.
#include <fmt/format.h>

#include "bench/case_requests.h"
#include "bench/cases.h"
#include "bench/contestants.h"
#include "bench/measures.h"

namespace tombola::bench {
namespace {

constexpr std::uint64_t few_items = 10'000;
constexpr std::uint64_t many_items = 1'000'000;
constexpr std::uint64_t large_items = 10'000'000;
constexpr std::uint64_t cache_mb = 1024;
constexpr std::uint64_t default_cache_mb = 32;
// Gets before the measured ones: while one server was loaded, the system took the other's files out of
// memory.
constexpr std::uint64_t warming_gets = 500'000;

struct Measured {
  std::string name;
  int connections = 16;
};

// Takes turns among the subjects; which[i] is results.contestants' i-th.
ResultRow measure(const Results& results, const Bench& bench, const Measured& what,
                  std::vector<Subject>& subjects,
                  const std::function<std::string(std::uint64_t)>& request) {
  ResultRow row = empty_row(results, what.name, "ops/s", false);
  row.connections = what.connections;
  for (int round = 0; round < 3; ++round) {
    for (Subject& subject : subjects) {
      const LoadResult result = run_load({subject.port(), what.connections,
                                          std::chrono::milliseconds(bench.quick ? 300 : 2000),
                                          [&] { return request(subject.requests++); }});
      if (result.errors > 0) {
        throw std::runtime_error(what.name + ": " + result.first_error);
      }
      row.figures[subject.at].rounds.push_back(result.requests_per_second);
      row.figures[subject.at].p50_us = result.p50_us;
      row.figures[subject.at].p99_us = result.p99_us;
    }
  }
  return row;
}

std::vector<Subject> ours_and_the_limit(const Bench& bench,
                                        const std::vector<std::string>& ours_more,
                                        const std::vector<std::string>& limit_more) {
  std::vector<Contestant> all = contestants(bench, Triggers::No);
  std::vector<Subject> subjects;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const bool is_limit = all[i].kind == Contestant::Kind::Limit;
    if (i > 0 && !is_limit) {
      continue;
    }
    const auto& more = is_limit ? limit_more : ours_more;
    all[i].command.insert(all[i].command.end(), more.begin(), more.end());
    subjects.emplace_back(all[i]);
    subjects.back().at = i;
  }
  return subjects;
}

void measure_with(const Bench& bench, Results& results, std::vector<Subject>& subjects,
                  std::uint64_t items) {
  const auto named = [&](const std::string& what) {
    return fmt::format("{}, {} items", what, items);
  };
  add(results, measure(results, bench, {named("GetItem")}, subjects,
                       [&](std::uint64_t n) { return get("Items", n * 7919 % items); }));
  add(results, measure(results, bench, {named("PutItem")}, subjects, [&](std::uint64_t n) {
        return put("Items", item_json(large_items + n, 200));
      }));
}

// Reads items until `count` were; the measured requests go on from there.
void warm_up(Subject& subject, std::uint64_t count,
             const std::function<std::string(std::uint64_t)>& request) {
  const LoadResult result =
      run_load({subject.port(), Measured().connections, std::chrono::minutes(5), [&] {
                  return subject.requests < count ? request(subject.requests++) : std::string();
                }});
  if (result.errors > 0) {
    throw std::runtime_error("warming up: " + result.first_error);
  }
}

}  // namespace

void measure_growth(const Bench& bench, Results& results) {
  std::vector<Subject> subjects = ours_and_the_limit(bench, {}, {});
  for (const Subject& subject : subjects) {
    create_table(subject, {"Items"});
    load_items(subject, "Items", few_items);
  }
  measure_with(bench, results, subjects, few_items);
  const std::uint64_t many = bench.quick ? many_items / 10 : many_items;
  for (const Subject& subject : subjects) {
    load_items(subject, "Items", many);
  }
  measure_with(bench, results, subjects, many);
}

void measure_large(const Bench& bench, Results& results) {
  std::vector<Subject> subjects = ours_and_the_limit(
      bench, {"--cache", std::to_string(cache_mb) + "MB"}, {std::to_string(cache_mb)});
  for (const Subject& subject : subjects) {
    create_table(subject, {"Items"});
    load_items(subject, "Items", large_items);
  }
  const auto request = [](std::uint64_t n) { return get("Items", n * 7919 % large_items); };
  for (Subject& subject : subjects) {
    warm_up(subject, warming_gets, request);
  }
  add(results,
      measure(results, bench, {fmt::format("GetItem, {} items", large_items)}, subjects, request));
}

void measure_durability(const Bench& bench, Results& results) {
  std::vector<Subject> subjects = ours_and_the_limit(bench, {"--durability", "power"},
                                                     {std::to_string(default_cache_mb), "fsync"});
  for (const Subject& subject : subjects) {
    create_table(subject, {"Items"});
  }
  for (const int at_connections : {16, 64}) {
    add(results, measure(results, bench, {"PutItem, fsync", at_connections}, subjects,
                         [](std::uint64_t n) { return put("Items", item_json(n, 200)); }));
  }
}

}  // namespace tombola::bench

#include <algorithm>
#include <exception>
#include <memory>
#include <stdexcept>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "bench/cases.h"
#include "bench/contestants.h"
#include "bench/measures.h"
#include "bench/raffle_requests.h"
#include "bench/results.h"

namespace tombola::bench {
namespace {

struct Effort {
  std::vector<int> connections;
  int rounds;
  std::chrono::milliseconds duration;
};

Effort effort(const Bench& bench) {
  Effort effort = bench.quick ? Effort{{16}, 2, std::chrono::milliseconds(200)}
                              : Effort{{1, 16, 64}, 3, std::chrono::milliseconds(700)};
  if (bench.connections) {
    effort.connections = {*bench.connections};
  }
  return effort;
}

// Makes what the case needs, and tries it once. Nothing, or why it cannot be measured.
std::string prepare(const Case& which, Subject& subject) {
  const bool is_ours = subject.contestant.kind == Contestant::Kind::Tombola;
  if (which.only_tombola && !is_ours) {
    return "has no such thing";
  }
  subject.requests = 0;
  try {
    if (which.prepare) {
      which.prepare(subject);
    }
    if (which.operation) {
      which.operation(subject);
      return "";
    }
    std::string request = which.request(subject, subject.requests++);
    const LoadResult result = run_load({subject.port(), 1, std::chrono::seconds(30),
                                        [&] { return std::exchange(request, std::string()); }});
    return result.errors > 0 ? "answered " + result.first_error : "";
  } catch (const std::exception& error) {
    return error.what();
  }
}

// What a case has set going ends before the next one begins.
void settle(const Subject& subject) {
  if (subject.contestant.kind == Contestant::Kind::Tombola) {
    http::Client client("127.0.0.1", subject.port(), std::chrono::minutes(3));
    rest(client, "GET", "/_tombola/idle?timeout=120");
  }
}

void require(const Subject& subject, const Case& which, const std::string& missing) {
  if (!missing.empty() && subject.contestant.kind == Contestant::Kind::Tombola) {
    throw std::runtime_error(
        fmt::format("{}, {}: {}", which.name, subject.contestant.name, missing));
  }
}

void add_round(Figures& figures, const LoadResult& result, double processor_us) {
  if (result.errors > 0) {
    figures.missing = "answered " + result.first_error;
    return;
  }
  figures.rounds.push_back(result.requests_per_second);
  figures.p50_us = result.p50_us;
  figures.p99_us = result.p99_us;
  figures.processor_us =
      figures.processor_us == 0 ? processor_us : std::min(figures.processor_us, processor_us);
}

ResultRow measure(const Case& which, int connections, const Effort& effort,
                  std::vector<std::unique_ptr<Subject>>& subjects,
                  const std::vector<std::string>& missing) {
  ResultRow row{which.name, connections, "ops/s", false, std::vector<Figures>(subjects.size())};
  // The first round warms up what compiles as it goes, and does not count.
  for (int round = 0; round <= effort.rounds; ++round) {
    for (std::size_t i = 0; i < subjects.size(); ++i) {
      Figures& figures = row.figures[i];
      if (!missing[i].empty()) {
        figures.missing = missing[i];
        continue;
      }
      const double before_ms = subjects[i]->server->processor_ms();
      const LoadResult result = run_case(which, *subjects[i], connections, effort.duration);
      const double taken_ms = subjects[i]->server->processor_ms() - before_ms;
      if (round > 0) {
        add_round(figures, result, 1000 * taken_ms / static_cast<double>(result.requests));
      }
      require(*subjects[i], which, figures.missing);
      settle(*subjects[i]);
    }
  }
  return row;
}

}  // namespace

void measure_comparison(const Bench& bench, Results& results) {
  std::vector<std::unique_ptr<Subject>> subjects;
  for (const Contestant& contestant : contestants(bench, Triggers::Yes)) {
    subjects.push_back(std::make_unique<Subject>(contestant));
  }
  const Effort effort = bench::effort(bench);
  for (const Case& which : cases(bench.quick)) {
    if (!bench.wants_case(which.name)) {
      continue;
    }
    std::vector<std::string> missing;
    for (const auto& subject : subjects) {
      missing.push_back(prepare(which, *subject));
      require(*subject, which, missing.back());
    }
    const std::vector<int> once = {1};
    for (const int connections : which.operation ? once : effort.connections) {
      add(results, measure(which, connections, effort, subjects, missing));
    }
  }
}

}  // namespace tombola::bench

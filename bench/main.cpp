// make bench. Absolute figures depend on the machine and what else it does; compare runs of one
// machine, one right after the other. With names, only those measures.
#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bench/measures.h"

namespace tombola::bench {
namespace {

constexpr std::pair<std::string_view, void (*)(const Bench&)> measures[] = {
    {"requests", measure_requests}, {"latency", measure_latency},
    {"backlog", measure_backlog},   {"idle-mappings", measure_idle_mappings},
    {"memory", measure_memory},
};

int usage() {
  std::cerr << "usage: tombola_bench PATH_OF_TOMBOLA [MEASURE...]\nmeasures:";
  for (const auto& [name, measure] : measures) {
    std::cerr << " " << name;
  }
  std::cerr << "\n";
  return 2;
}

bool is_measure(std::string_view word) {
  return std::any_of(std::begin(measures), std::end(measures),
                     [word](const auto& measure) { return measure.first == word; });
}

void run(const Bench& bench, const std::vector<std::string_view>& wanted) {
  for (const auto& [name, measure] : measures) {
    if (wanted.empty() || std::find(wanted.begin(), wanted.end(), name) != wanted.end()) {
      measure(bench);
    }
  }
}

}  // namespace
}  // namespace tombola::bench

int main(int argc, char** argv) {
  using namespace tombola::bench;
  const std::vector<std::string_view> words(argv + 1, argv + argc);
  if (words.empty() || !std::all_of(words.begin() + 1, words.end(), is_measure)) {
    return usage();
  }
  try {
    Bench bench{std::string(words.front()), std::getenv("QUICK") != nullptr};
    if (const char* rounds = std::getenv("ROUNDS")) {
      bench.memory_rounds = std::stoi(rounds);
    }
    run(bench, {words.begin() + 1, words.end()});
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "bench: " << error.what() << "\n";
    return 1;
  }
}

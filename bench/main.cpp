// make bench. Absolute figures depend on the machine and what else it does; ratios within one run
// are what counts. With names, only those measures.
//
//   QUICK=1  a fraction of the time, and less sure
//   CASES=Query  of the comparison, the cases whose name contains that
//   ONLY=Tombola,limit CONNECTIONS=16  those contestants, that number of connections alone
//   ROUNDS=50  of the memory measure
#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <fmt/format.h>

#include "bench/contestants.h"
#include "bench/measures.h"

namespace tombola::bench {
namespace {

struct Measure {
  std::string_view name;
  void (*run)(const Bench&, Results&);
  bool only_when_named = false;
};

constexpr Measure measures[] = {
    {"footprint", measure_footprint},
    {"comparison", measure_comparison},
    {"durability", measure_durability},
    {"growth", measure_growth},
    {"latency", measure_latency},
    {"backlog", measure_backlog},
    {"idle-mappings", measure_idle_mappings},
    {"memory", measure_memory},
    {"large", measure_large, true},
};

int usage() {
  std::cerr << "usage: tombola_bench TOMBOLA LIMIT RESULTS [MEASURE...]\nmeasures:";
  for (const Measure& measure : measures) {
    std::cerr << " " << measure.name;
  }
  std::cerr << "\n";
  return 2;
}

bool is_measure(std::string_view word) {
  return std::any_of(std::begin(measures), std::end(measures),
                     [word](const Measure& measure) { return measure.name == word; });
}

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

std::vector<std::string> names_in(const std::string& text) {
  std::vector<std::string> names;
  std::istringstream list(text);
  for (std::string name; std::getline(list, name, ',');) {
    names.push_back(name);
  }
  return names;
}

std::optional<int> number_in(const char* variable_name) {
  const std::string text = variable(variable_name);
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty()) {
    return std::nullopt;
  }
  if (error != std::errc() || end != text.data() + text.size() || number < 1) {
    throw std::runtime_error(
        fmt::format("{}: \"{}\" is not a number above zero, such as 5", variable_name, text));
  }
  return number;
}

std::string machine() {
  std::ifstream cpus("/proc/cpuinfo");
  std::string model = "unknown processor";
  for (std::string line; std::getline(cpus, line);) {
    if (line.starts_with("model name")) {
      model = line.substr(line.find(": ") + 2);
      break;
    }
  }
  return fmt::format("{} cores, {}", std::thread::hardware_concurrency(), model);
}

void write_file(const std::string& path, const std::string& text) {
  std::ofstream file(path);
  file << text;
  file.close();
  if (!file) {
    throw std::runtime_error(path + " cannot be written");
  }
}

void report(const Results& results, const std::string& path) {
  const std::string table = results.machine + "\n\n" + markdown_table(results);
  std::cout << "\n" << table;
  write_file(path + ".md", table);
  write_file(path + ".json", to_json(results));
  write_file(path + ".svg", svg_chart(results));
  std::cout << fmt::format("\nThe same in {0}.md, {0}.json and {0}.svg\n", path);
}

void run(const Bench& bench, const std::vector<std::string_view>& wanted,
         const std::string& results_path) {
  Results results{machine(), {}, {}};
  for (const Contestant& contestant : contestants(bench, Triggers::No)) {
    results.contestants.push_back(contestant.name);
  }
  for (const std::string& line : missing_peers()) {
    std::cout << line << "\n";
  }
  for (const Measure& measure : measures) {
    const bool named = std::find(wanted.begin(), wanted.end(), measure.name) != wanted.end();
    if (named || (wanted.empty() && !measure.only_when_named)) {
      measure.run(bench, results);
    }
  }
  report(results, results_path);
}

}  // namespace
}  // namespace tombola::bench

int main(int argc, char** argv) {
  using namespace tombola::bench;
  const std::vector<std::string_view> words(argv + 1, argv + argc);
  if (words.size() < 3 || !std::all_of(words.begin() + 3, words.end(), is_measure)) {
    return usage();
  }
  try {
    Bench bench;
    bench.binary = words[0];
    bench.limit_binary = words[1];
    bench.quick = !variable("QUICK").empty();
    bench.cases = variable("CASES");
    bench.only = names_in(variable("ONLY"));
    bench.connections = number_in("CONNECTIONS");
    bench.memory_rounds = number_in("ROUNDS").value_or(bench.memory_rounds);
    run(bench, {words.begin() + 3, words.end()}, std::string(words[2]));
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "bench: " << error.what() << "\n";
    return 1;
  }
}

// What was measured, and the three forms it is shown in.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace tombola::bench {

// One contestant in one case: a figure for each round.
struct Figures {
  std::vector<double> rounds;  // of the unit that the row names
  // Of the last round; 0: not a rate of requests.
  double p50_us = 0;
  double p99_us = 0;
  double processor_us = 0;  // that the server's process took for each, the least of all rounds
  std::string missing;      // why there is none
};

struct ResultRow {
  std::string name;
  int connections = 0;  // 0: does not matter
  std::string unit = "ops/s";
  bool less_is_better = false;
  std::vector<Figures> figures;  // as Results::contestants
};

struct Results {
  std::string machine;
  std::vector<std::string> contestants;
  std::vector<ResultRow> rows;
};

ResultRow empty_row(const Results& results, const std::string& name, const std::string& unit,
                    bool less_is_better);
// One figure of the first contestant's, which the others do not have; shows it and keeps it.
void add_own(Results& results, const std::string& name, const std::string& unit,
             bool less_is_better, double value);
// Shows it as a line and keeps it.
void add(Results& results, ResultRow row);

// 0 without rounds.
double median(std::vector<double> rounds);
// How far the rounds lie apart, as a share of their median.
double spread(const std::vector<double>& rounds);

// With ratios.
std::string markdown_table(const Results& results);
std::string to_json(const Results& results);
// A chart of the rows at 16 connections: each contestant's rate as a share of the best.
std::string svg_chart(const Results& results);

}  // namespace tombola::bench

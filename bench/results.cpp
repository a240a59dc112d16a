#include "bench/results.h"

#include <algorithm>
#include <iostream>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace tombola::bench {
namespace {

// 12,345; below ten with a digit behind the point.
std::string grouped(double value) {
  if (value < 10) {
    return value < 1 ? fmt::format("{:.2f}", value) : fmt::format("{:.1f}", value);
  }
  std::string digits = fmt::format("{:.0f}", value);
  for (int at = static_cast<int>(digits.size()) - 3; at > 0; at -= 3) {
    digits.insert(static_cast<std::size_t>(at), ",");
  }
  return digits;
}

// How many times as good `ours` is.
std::string ratio(const ResultRow& row, double ours, double theirs) {
  if (ours == 0 || theirs == 0) {
    return "";
  }
  const double times = row.less_is_better ? theirs / ours : ours / theirs;
  return times < 10 ? fmt::format("{:.2f}x", times) : fmt::format("{:.0f}x", times);
}

double figure(const ResultRow& row, std::size_t contestant) {
  return median(row.figures[contestant].rounds);
}

std::string title(const ResultRow& row) {
  return row.connections > 1 ? fmt::format("{} ({})", row.name, row.connections) : row.name;
}

std::string progress_line(const Results& results, const ResultRow& row) {
  std::string line = fmt::format("{:<28} {:>6}", title(row), row.unit);
  for (std::size_t i = 0; i < results.contestants.size(); ++i) {
    const double value = figure(row, i);
    line += fmt::format("  {} {}", results.contestants[i],
                        row.figures[i].rounds.empty() ? "-" : grouped(value));
    if (row.figures[i].processor_us > 0) {
      line += fmt::format(" ({:.1f} us)", row.figures[i].processor_us);
    }
  }
  return line;
}

}  // namespace

ResultRow empty_row(const Results& results, const std::string& name, const std::string& unit,
                    bool less_is_better) {
  return {name, 0, unit, less_is_better, std::vector<Figures>(results.contestants.size())};
}

void add_own(Results& results, const std::string& name, const std::string& unit,
             bool less_is_better, double value) {
  ResultRow row = empty_row(results, name, unit, less_is_better);
  row.figures.at(0).rounds = {value};
  add(results, std::move(row));
}

void add(Results& results, ResultRow row) {
  std::cout << progress_line(results, row) << std::endl;
  results.rows.push_back(std::move(row));
}

double median(std::vector<double> rounds) {
  if (rounds.empty()) {
    return 0;
  }
  std::sort(rounds.begin(), rounds.end());
  const std::size_t middle = rounds.size() / 2;
  return rounds.size() % 2 == 1 ? rounds[middle] : (rounds[middle - 1] + rounds[middle]) / 2;
}

double spread(const std::vector<double>& rounds) {
  if (rounds.empty()) {
    return 0;
  }
  const auto [least, most] = std::minmax_element(rounds.begin(), rounds.end());
  return (*most - *least) / median(rounds);
}

std::string markdown_table(const Results& results) {
  std::string table = "| case (connections) |";
  std::string rule = "|---|";
  for (std::size_t i = 0; i < results.contestants.size(); ++i) {
    table += fmt::format(" {} |", results.contestants[i]);
    rule += "---:|";
    if (i > 0) {
      table += " ratio |";
      rule += "---:|";
    }
  }
  table += "\n" + rule + "\n";
  for (const ResultRow& row : results.rows) {
    table += fmt::format("| {}{} |", title(row), row.unit == "ops/s" ? "" : ", " + row.unit);
    for (std::size_t i = 0; i < row.figures.size(); ++i) {
      const double value = figure(row, i);
      const std::string off = fmt::format(" ±{:.0f} %", 50 * spread(row.figures[i].rounds));
      table += fmt::format(" {}{} |", row.figures[i].rounds.empty() ? "–" : grouped(value),
                           row.figures[i].rounds.size() > 1 ? off : "");
      if (i > 0) {
        table += fmt::format(" {} |", ratio(row, figure(row, 0), value));
      }
    }
    table += "\n";
  }
  return table;
}

std::string to_json(const Results& results) {
  using nlohmann::ordered_json;
  ordered_json rows = ordered_json::array();
  for (const ResultRow& row : results.rows) {
    ordered_json figures = ordered_json::object();
    for (std::size_t i = 0; i < row.figures.size(); ++i) {
      const Figures& of = row.figures[i];
      ordered_json one = {{"median", figure(row, i)}, {"rounds", of.rounds}};
      if (of.p50_us > 0) {
        one["p50_us"] = of.p50_us;
        one["p99_us"] = of.p99_us;
        one["processor_us"] = of.processor_us;
      }
      if (!of.missing.empty()) {
        one["missing"] = of.missing;
      }
      figures[results.contestants[i]] = std::move(one);
    }
    rows.push_back({{"case", row.name},
                    {"connections", row.connections},
                    {"unit", row.unit},
                    {"figures", std::move(figures)}});
  }
  return ordered_json{{"machine", results.machine}, {"rows", std::move(rows)}}.dump(2) + "\n";
}

std::string svg_chart(const Results& results) {
  constexpr int shown_connections = 16;
  constexpr int left = 210, width = 520, bar = 9, gap = 10, top = 40;
  static constexpr const char* colours[] = {"#d1495b", "#edae49", "#9aa5b1", "#00798c", "#30638e"};
  std::string body;
  int y = top;
  for (const ResultRow& row : results.rows) {
    if (row.connections != shown_connections) {
      continue;
    }
    double best = 0;
    for (std::size_t i = 0; i < row.figures.size(); ++i) {
      best = std::max(best, figure(row, i));
    }
    body += fmt::format(R"(<text x="{}" y="{}" text-anchor="end">{}</text>)"
                        "\n",
                        left - 8, y + bar * static_cast<int>(row.figures.size()) / 2 + 4, row.name);
    for (std::size_t i = 0; i < row.figures.size(); ++i, y += bar) {
      const double value = figure(row, i);
      const double length = best > 0 ? width * value / best : 0;
      body += fmt::format(R"(<rect x="{}" y="{}" width="{:.1f}" height="{}" fill="{}"/>)"
                          R"(<text x="{:.1f}" y="{}" class="n">{}</text>)"
                          "\n",
                          left, y, length, bar - 1, colours[i % std::size(colours)],
                          left + length + 4, y + bar - 1, value > 0 ? grouped(value) : "–");
    }
    y += gap;
  }
  std::string legend;
  for (std::size_t i = 0; i < results.contestants.size(); ++i) {
    const int x = left + static_cast<int>(i) * 120;
    legend += fmt::format(
        R"(<rect x="{}" y="12" width="10" height="10" fill="{}"/><text x="{}" y="21">{}</text>)"
        "\n",
        x, colours[i % std::size(colours)], x + 14, results.contestants[i]);
  }
  return fmt::format(
      R"(<svg xmlns="http://www.w3.org/2000/svg" width="{}" height="{}" font-family="sans-serif" font-size="11">)"
      "\n<style>.n{{font-size:8px;fill:#555}}</style>\n"
      R"(<rect width="100%" height="100%" fill="white"/>)"
      "\n{}{}</svg>\n",
      left + width + 80, y, legend, body);
}

}  // namespace tombola::bench

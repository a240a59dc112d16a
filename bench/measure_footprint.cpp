#include <filesystem>

#include "bench/case_requests.h"
#include "bench/contestants.h"
#include "bench/measures.h"

namespace tombola::bench {
namespace {

constexpr std::uint64_t items = 100'000;
constexpr double megabyte = 1024.0 * 1024.0;

double size_mb(const std::string& folder) {
  double bytes = 0;
  std::error_code gone;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder, gone)) {
    if (entry.is_regular_file(gone)) {
      bytes += static_cast<double>(entry.file_size(gone));
    }
  }
  return bytes / megabyte;
}

}  // namespace

void measure_footprint(const Bench& bench, Results& results) {
  ResultRow start = empty_row(results, "start to first answer", "ms", true);
  ResultRow idle = empty_row(results, "memory when idle", "MB", true);
  ResultRow memory = empty_row(results, "memory, 100,000 items", "MB", true);
  ResultRow disk = empty_row(results, "disk, 100,000 items", "MB", true);
  const std::vector<Contestant> all = contestants(bench, Triggers::No);
  const int rounds = bench.quick ? 3 : 11;
  for (int round = 0; round < rounds; ++round) {
    for (std::size_t i = 0; i < all.size(); ++i) {
      const bool is_peer = all[i].kind == Contestant::Kind::Peer;
      if (is_peer && round >= 2) {
        continue;  // seconds instead of milliseconds
      }
      const Subject subject(all[i]);
      start.figures[i].rounds.push_back(subject.server->ready_ms());
      idle.figures[i].rounds.push_back(subject.server->resident_mb());
    }
  }
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Subject subject(all[i]);
    create_table(subject, {"Items"});
    load_items(subject, "Items", items);
    memory.figures[i].rounds.push_back(subject.server->resident_mb());
    const double on_disk = size_mb(subject.folder->path());
    const bool is_peer = all[i].kind == Contestant::Kind::Peer;  // in memory
    if (on_disk > 0 && !is_peer) {
      disk.figures[i].rounds.push_back(on_disk);
    }
  }
  for (ResultRow* each : {&start, &idle, &memory, &disk}) {
    add(results, std::move(*each));
  }
}

}  // namespace tombola::bench

// The servers that are measured side by side.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "bench/data_folder.h"
#include "bench/measures.h"
#include "bench/server_process.h"

namespace tombola::bench {

struct Contestant {
  enum class Kind { Tombola, Limit, Peer };

  std::string name;
  Kind kind = Kind::Peer;
  // "{port}" and "{data}", a folder of its own that is empty at first, are filled in.
  std::vector<std::string> command;
};

enum class Triggers { No, Yes };  // whether a Node handler hangs on the table "Triggered"

// Tombola on RocksDB and in memory, the limit, and the peers that are at hand.
std::vector<Contestant> contestants(const Bench& bench, Triggers triggers);
// A line for each peer that is not at hand, with what to do about it.
std::vector<std::string> missing_peers();

// One that runs.
struct Subject {
  explicit Subject(const Contestant& which);

  Contestant contestant;
  std::unique_ptr<DataFolder> folder;
  std::unique_ptr<ServerProcess> server;
  std::size_t at = 0;  // its place among the contestants
  // Of the case under measurement: how many requests were made of it, and where to read on.
  std::uint64_t requests = 0;
  std::string iterator;

  std::uint16_t port() const { return server->port(); }
};

}  // namespace tombola::bench

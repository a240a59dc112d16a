// Everything a server can be told. A new setting is one field with a comment and a default here,
// and one flag in cli/.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "dynamodb/model/table_definition.h"
#include "server/access_keys.h"
#include "server/caller_identity.h"
#include "server/http_route.h"
#include "storage/engine/engine.h"
#include "triggers/event_source_mapping.h"
#include "triggers/function.h"

namespace tombola::server {

// HANDLER on the command line: a file with an export, or builtin:log.
struct HandlerReference {
  triggers::RuntimeKind runtime = triggers::RuntimeKind::BuiltinLog;
  std::filesystem::path file;  // as given; empty for builtin:log
  std::string export_name = "handler";
  bool operator==(const HandlerReference&) const = default;
};

// --trigger TABLE=HANDLER[,OPTION...]
struct TriggerFlag {
  std::string table;
  HandlerReference handler;
  triggers::EventSourceMapping settings;  // what the options say; names nothing yet
};

// --http 'GET /raffle=HANDLER'. The route gets its function's name when the functions get theirs.
struct RouteFlag {
  HttpRoute route;
  HandlerReference handler;
};

struct Options {
  std::uint16_t port = 8000;  // 0: any free port
  // An IP address or localhost; empty: 127.0.0.1 and ::1.
  std::string host;
  // None: --in-memory.
  std::optional<std::filesystem::path> data_directory = ".tombola";
  storage::Durability durability = storage::Durability::Process;
  std::uint64_t cache_bytes = storage::cache_bytes_default;

  std::size_t stream_shards = 1;  // that a stream begins with
  // Of all streams' records together; none: they are kept for 24 hours, however many.
  std::optional<std::uint64_t> log_bytes_max;

  std::vector<TriggerFlag> triggers;
  std::vector<RouteFlag> routes;
  std::map<std::string, std::string> environment;  // of every handler
  std::int64_t function_timeout_ms = 3000;         // Lambda's default
  std::map<std::string, int> inspect_ports;        // --inspect, by the function's name

  std::vector<std::string> allowed_origins;
  // Lets other machines reach a server that runs handlers.
  bool allow_remote_code = false;

  // --table-delay: how long changes of tables show, in milliseconds of the service clock.
  std::int64_t table_delay_ms = 0;

  // --throttle: requests beyond a table's capacity are refused.
  bool throttles = false;

  // --strict: stacks with resources of types that are not here fail.
  bool strict = false;

  // Requests, writes and invocations are told of as they happen: `tombola dev` without --quiet.
  bool tells_of_work = false;

  int socket_threads = 0;  // 0: one per core, at most two
  // Whose tables callers see, and what ARNs say.
  dynamodb::Namespace name_space;
  Isolation isolation;
  // --auth FILE: only what these keys sign is answered.
  std::optional<AccessKeys> access_keys;

  bool is_remote() const;  // other machines can reach it
  bool has_handlers() const { return !triggers.empty() || !routes.empty(); }
};

}  // namespace tombola::server

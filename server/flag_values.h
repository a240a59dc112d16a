// The values of `tombola serve`'s flags as people write them, turned into Options. Strict: what
// is not understood is refused with one line that says what would be.
#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include "server/options.h"

namespace tombola::server {

class FlagError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// FILE, FILE:EXPORT or builtin:log. What follows the last ':' is the export if it looks like one
// (handler, api.handler) and what stands before it is a file of a kind we run; a file's name may
// hold colons itself.
HandlerReference parse_handler(std::string_view text);

// TABLE=HANDLER[,OPTION...]: trigger_options.h. Reads the file of an option '@FILE'.
TriggerFlag parse_trigger_flag(std::string_view text);
RouteFlag parse_route_flag(std::string_view text);  // METHOD /path=HANDLER

// NAME=VALUE. Lambda's own names are refused, as Lambda does.
std::pair<std::string, std::string> parse_environment_flag(std::string_view text);

// FUNCTION[=PORT]; no port: 0.
std::pair<std::string, int> parse_inspect_flag(std::string_view text);

storage::Durability parse_durability(std::string_view text);  // process, power
std::uint64_t parse_cache_size(std::string_view text);        // 64MB; at least 1MB
Isolation parse_isolation(std::string_view text);             // account, region or both

// 1048576, 64MB, 2GB (K, M and G are powers of 1024; the B may be left out); none: no bound.
std::optional<std::uint64_t> parse_log_max(std::string_view text);

// What no flag shows alone: strange hosts and origins, too much environment, the same route twice,
// the same trigger twice with different options, handlers within reach of other machines. Throws
// FlagError.
void check_options(const Options& options);

}  // namespace tombola::server

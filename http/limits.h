// The bounds of http/ that are no option of the listener.
#pragma once

#include <chrono>
#include <cstddef>

namespace tombola::http::limits {

// What one read asks for: a head with a small body fits the first, long bodies take the second.
inline constexpr std::size_t head_read_size_bytes = 4096;
inline constexpr std::size_t body_read_size_bytes = 65'536;
// Set aside for a body whose length is announced; a longer one grows as its bytes really come.
inline constexpr std::size_t body_reserve_bytes_max = 262'144;

// Pipelined requests of one connection, and new connections of one address, that are served before
// the others on the thread get their turn.
inline constexpr int requests_per_turn_max = 32;
inline constexpr int accepts_per_turn_max = 64;
inline constexpr int backlog_connections = 1024;

// Other ports tried when a free one (port 0) turns out to be taken on a further address.
inline constexpr int free_port_attempts_max = 16;

// What a refused client may still send, and for how long, until it has read its answer.
inline constexpr std::size_t linger_size_bytes_max = 67'108'864;
inline constexpr std::chrono::seconds linger_time{2};

// How often the timeouts of all connections are looked at.
inline constexpr std::chrono::milliseconds tick_max{1000};
inline constexpr std::chrono::milliseconds tick_min{5};

// What the client takes as an answer.
inline constexpr std::size_t client_header_size_bytes_max = 65'536;
inline constexpr std::size_t client_body_size_bytes_max = 268'435'456;

// What is taken as an answer of a server that an API stands before.
inline constexpr std::size_t fetched_body_size_bytes_max = 16'777'216;

}  // namespace tombola::http::limits

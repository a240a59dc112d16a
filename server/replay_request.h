// What POST /_tombola/replay asks for. One of
//
//   {"invocation": REQUEST_ID}
//     A remembered invocation once more: the same function, the same event.
//   {"mapping": UUID, "from": SEQUENCE, "to": SEQUENCE?, "shard": ID?, "batches": N?}
//     The records of a mapping's stream from one sequence number to another (or the end), through
//     its filter and in its batch size, to its function: 10 batches unless told, 100 at most.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tombola::server {

struct ReplayOrder {
  std::string invocation;  // or
  std::string mapping;
  std::uint64_t from_number = 0;
  std::optional<std::uint64_t> to_number;
  std::string shard_id;
  std::size_t batches_max = 10;

  // Throws AdminRefused.
  static ReplayOrder parse(std::string_view body);
};

}  // namespace tombola::server

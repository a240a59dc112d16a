// What has happened since the dispatcher's loop looked last, in one atomic word: the low half marks
// what was raised, the high half what the loop listens to. Streams share 29 marks (by id); a mark
// that two streams share costs an empty read, no more.
//
// Raising is one atomic operation. Whoever raises a mark and is not told to wake the loop may rely
// on a wake-up that is on its way: since raise, take and listen_to all change the same word, the
// loop that takes the marks sees everything its raiser did before.
#pragma once

#include <atomic>
#include <cstdint>

#include "dynamodb/model/table_definition.h"

namespace tombola::triggers {

class Nudges {
 public:
  using Marks = std::uint32_t;

  static constexpr Marks catalog_changed = Marks{1} << 29;
  static constexpr Marks mappings_changed = Marks{1} << 30;
  static constexpr Marks clock_changed = Marks{1} << 31;
  static Marks of_stream(dynamodb::StreamId stream) { return Marks{1} << (stream % 29); }

  // Any thread. True: nobody has woken the loop yet, do it. Nobody listens: never true.
  bool raise(Marks mark) {
    const std::uint64_t before = word_.fetch_or(mark);
    const Marks listened_to = static_cast<Marks>(before >> 32);
    const Marks raised_before = static_cast<Marks>(before);
    return (mark & listened_to) != 0 && (raised_before & listened_to) == 0;
  }

  // The loop: everything raised since the last take.
  Marks take() { return static_cast<Marks>(word_.fetch_and(~std::uint64_t{0xffffffff})); }

  // The loop: from now on listens to these streams and no others. Take after it, since marks that
  // were raised while nobody listened woke nobody.
  void listen_to(Marks streams) {
    const Marks now = static_cast<Marks>(word_.load() >> 32);
    word_.fetch_xor(std::uint64_t{now ^ (streams | always)} << 32);
  }

 private:
  static constexpr Marks always = catalog_changed | mappings_changed | clock_changed;

  std::atomic<std::uint64_t> word_{std::uint64_t{always} << 32};
};

}  // namespace tombola::triggers

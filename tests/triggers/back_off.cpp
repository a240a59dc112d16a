#include "triggers/back_off.h"

#include <catch2/catch.hpp>

using tombola::triggers::back_off_ms;
using tombola::triggers::BackOff;

TEST_CASE("the wait doubles from 100 ms and ends at 30 s") {
  const std::vector<std::int64_t> expected{100,  200,   400,   800,   1600, 3200,
                                           6400, 12800, 25600, 30000, 30000};
  for (std::size_t i = 0; i < expected.size(); ++i) {
    CHECK(back_off_ms(static_cast<int>(i) + 1) == expected[i]);
  }
  CHECK(back_off_ms(1'000'000) == 30000);
}

TEST_CASE("a back-off counts failures until something succeeds") {
  BackOff back_off;
  CHECK_FALSE(back_off.waiting());
  back_off.fail(1000, "first");
  CHECK(back_off.waiting());
  CHECK_FALSE(back_off.due(1099));
  CHECK(back_off.due(1100));
  back_off.fail(1100, "second");
  CHECK(back_off.due_ms() == 1300);
  CHECK(back_off.reason() == "second");
  back_off.succeed();
  CHECK_FALSE(back_off.waiting());
  back_off.fail(2000, "third");
  CHECK(back_off.due_ms() == 2100);
}

TEST_CASE("failures known from before a restart lengthen the wait") {
  BackOff back_off(3);
  CHECK_FALSE(back_off.waiting());
  back_off.fail(0, "fourth");
  CHECK(back_off.due_ms() == 800);
}

TEST_CASE("a clock turned back does not stretch the wait, one turned on ends it") {
  BackOff back_off;
  back_off.fail(1'000'000, "reason");
  back_off.clock_changed(5000);
  CHECK(back_off.due_ms() == 5100);
  back_off.clock_changed(5050);
  CHECK(back_off.due_ms() == 5100);
  back_off.clock_changed(9000);
  CHECK(back_off.due(9000));
}

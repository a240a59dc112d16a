#include "server/time_text.h"

#include <catch2/catch.hpp>

using namespace tombola::server;

TEST_CASE("a time is read from ISO 8601 text") {
  CHECK(parse_iso_time_ms("1970-01-01T00:00:00Z") == 0);
  CHECK(parse_iso_time_ms("1970-01-02") == 86'400'000);
  CHECK(parse_iso_time_ms("2026-01-02T03:04:05Z") == 1'767'323'045'000);
  CHECK(parse_iso_time_ms("2026-01-02T03:04:05.678Z") == 1'767'323'045'678);
  CHECK(parse_iso_time_ms("2024-02-29") == 1'709'164'800'000);
  CHECK(parse_iso_time_ms("9999-12-31T23:59:59.999Z") == time_ms_max);
  for (const char* bad : {"", "now", "2026", "2026-13-01", "2025-02-29", "2026-1-2",
                          "2026-01-02T03:04:05", "2026-01-02T24:00:00Z", "2026-01-02T03:60:00Z",
                          "2026-01-02T03:04:05.6Z", "2026-01-02T03:04:05Zx", "2026-01-02 03:04:05Z",
                          "1969-12-31", "2026-01-02T03:04:05+01:00"}) {
    CAPTURE(bad);
    CHECK_FALSE(parse_iso_time_ms(bad));
  }
}

TEST_CASE("a duration is read from numbers with units") {
  CHECK(parse_duration_ms("250ms") == 250);
  CHECK(parse_duration_ms("90s") == 90'000);
  CHECK(parse_duration_ms("1h30m") == 5'400'000);
  CHECK(parse_duration_ms("2d") == 172'800'000);
  CHECK(parse_duration_ms("1m1ms") == 60'001);
  CHECK(parse_duration_ms("0s") == 0);
  for (const char* bad : {"", "5", "h", "-1h", "1.5h", "1 h", "1w", "1hour", "1h30",
                          "99999999999999999999s", "36601d", "20000d20000d"}) {
    CAPTURE(bad);
    CHECK_FALSE(parse_duration_ms(bad));
  }
}

TEST_CASE("a whole number is nothing but digits") {
  CHECK(parse_whole_number("30") == 30);
  CHECK(parse_whole_number("-1") == -1);
  for (const char* bad : {"", "3 ", "3s", "0x10", "99999999999999999999"}) {
    CAPTURE(bad);
    CHECK_FALSE(parse_whole_number(bad));
  }
}

#include "server/time_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

namespace tombola::server {
namespace {

std::int64_t days_since_epoch(int year, unsigned month, unsigned day) {
  using namespace std::chrono;
  const year_month_day date{std::chrono::year(year), std::chrono::month(month),
                            std::chrono::day(day)};
  return date.ok() ? sys_days(date).time_since_epoch().count() : -1;
}

// Takes `digits` digits off the front of `text`.
std::optional<int> take_digits(std::string_view& text, std::size_t digits) {
  if (text.size() < digits ||
      text.substr(0, digits).find_first_not_of("0123456789") != std::string_view::npos) {
    return std::nullopt;
  }
  int value = 0;
  std::from_chars(text.data(), text.data() + digits, value);
  text.remove_prefix(digits);
  return value;
}

bool take(std::string_view& text, char letter) {
  if (!text.starts_with(letter)) {
    return false;
  }
  text.remove_prefix(1);
  return true;
}

}  // namespace

std::optional<std::int64_t> parse_whole_number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() ? std::optional(value)
                                                                  : std::nullopt;
}

std::optional<std::int64_t> parse_iso_time_ms(std::string_view text) {
  const auto year = take_digits(text, 4);
  const bool dash = take(text, '-');
  const auto month = take_digits(text, 2);
  const bool second_dash = take(text, '-');
  const auto day = take_digits(text, 2);
  if (!year || !dash || !month || !second_dash || !day) {
    return std::nullopt;
  }
  const std::int64_t days =
      days_since_epoch(*year, static_cast<unsigned>(*month), static_cast<unsigned>(*day));
  if (days < 0) {
    return std::nullopt;
  }
  std::int64_t time_ms = days * 24 * 60 * 60 * 1000;
  if (text.empty()) {
    return time_ms;
  }
  const bool separator = take(text, 'T');
  const auto hour = take_digits(text, 2);
  const bool colon = take(text, ':');
  const auto minute = take_digits(text, 2);
  const bool second_colon = take(text, ':');
  const auto second = take_digits(text, 2);
  if (!separator || !hour || !colon || !minute || !second_colon || !second || *hour > 23 ||
      *minute > 59 || *second > 59) {
    return std::nullopt;
  }
  time_ms += ((*hour * 60LL + *minute) * 60 + *second) * 1000;
  if (take(text, '.')) {
    const auto millis = take_digits(text, 3);
    if (!millis) {
      return std::nullopt;
    }
    time_ms += *millis;
  }
  return take(text, 'Z') && text.empty() ? std::optional(time_ms) : std::nullopt;
}

std::optional<std::int64_t> parse_duration_ms(std::string_view text) {
  struct Unit {
    std::string_view name;
    std::int64_t ms;
  };
  static constexpr std::array<Unit, 5> units = {
      {{"ms", 1}, {"s", 1000}, {"m", 60'000}, {"h", 3'600'000}, {"d", 86'400'000}}};
  std::int64_t total = 0;
  if (text.empty()) {
    return std::nullopt;
  }
  while (!text.empty()) {
    const std::size_t digits = text.find_first_not_of("0123456789");
    if (digits == 0 || digits == std::string_view::npos || digits > 13) {
      return std::nullopt;
    }
    const std::int64_t count = *parse_whole_number(text.substr(0, digits));
    text.remove_prefix(digits);
    const std::string_view name = text.substr(0, text.find_first_of("0123456789"));
    text.remove_prefix(name.size());
    const auto* unit = std::find_if(units.begin(), units.end(),
                                    [&](const Unit& candidate) { return candidate.name == name; });
    if (unit == units.end() || count > duration_ms_max / unit->ms) {
      return std::nullopt;
    }
    total += count * unit->ms;
    if (total > duration_ms_max) {
      return std::nullopt;
    }
  }
  return total;
}

}  // namespace tombola::server

#include "http/response_head.h"

#include <algorithm>
#include <array>

#include <boost/beast/http/status.hpp>
#include <fmt/format.h>

namespace tombola::http {

namespace {

// The time in the Date header changes once a second, answers come by the ten thousand.
std::string_view date_now() {
  thread_local std::time_t written_for = -1;
  thread_local std::string text;
  const std::time_t now = std::time(nullptr);
  if (now != written_for) {
    text = http_date(now);
    written_for = now;
  }
  return text;
}

std::string_view reason_phrase(int status) {
  namespace http = boost::beast::http;
  const http::status known = http::int_to_status(static_cast<unsigned>(status));
  if (known == http::status::unknown) return "Unknown";
  const auto reason = http::obsolete_reason(known);
  return {reason.data(), reason.size()};
}

bool is_set_by_session(std::string_view name) {
  return equals_ignoring_case(name, "Content-Length") || equals_ignoring_case(name, "Connection") ||
         equals_ignoring_case(name, "Date") || equals_ignoring_case(name, "Transfer-Encoding");
}

void append_on_one_line(std::string& head, std::string_view text) {
  const std::size_t begin = head.size();
  head += text;
  std::replace_if(
      head.begin() + static_cast<std::ptrdiff_t>(begin), head.end(),
      [](char c) { return c == '\r' || c == '\n' || c == '\0'; }, ' ');
}

}  // namespace

std::string response_head(const Response& response, bool keep_alive, BodyEnd end) {
  const bool is_final = response.status >= 200 && response.status <= 999;
  const int status = is_final ? response.status : 500;

  std::string head;
  head.reserve(512);
  head += "HTTP/1.1 ";
  head += fmt::format_int(status).c_str();
  head += ' ';
  head += reason_phrase(status);
  head += "\r\n";
  for (const Header& header : response.headers) {
    if (is_set_by_session(header.name)) continue;
    append_on_one_line(head, header.name);
    head += ": ";
    append_on_one_line(head, header.value);
    head += "\r\n";
  }
  if (status_has_body(status) && end == BodyEnd::Chunked) {
    head += "Transfer-Encoding: chunked\r\n";
  } else if (status_has_body(status) && end == BodyEnd::ByLength) {
    head += "Content-Length: ";
    head += fmt::format_int(response.body.size()).c_str();
    head += "\r\n";
  }
  head += "Date: ";
  head += date_now();
  head += keep_alive ? "\r\nConnection: keep-alive\r\n\r\n" : "\r\nConnection: close\r\n\r\n";
  return head;
}

bool status_has_body(int status) {
  return status != 204 && status != 304;
}

std::string http_date(std::time_t time) {
  static constexpr std::array days = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  std::tm utc{};
  ::gmtime_r(&time, &utc);
  return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} GMT",
                     days[static_cast<std::size_t>(utc.tm_wday)], utc.tm_mday,
                     months[static_cast<std::size_t>(utc.tm_mon)], utc.tm_year + 1900, utc.tm_hour,
                     utc.tm_min, utc.tm_sec);
}

}  // namespace tombola::http

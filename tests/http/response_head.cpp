#include "http/response_head.h"

namespace tombola::http {

TEST_CASE("a date is written as RFC 9110 wants it") {
  CHECK(http_date(0) == "Thu, 01 Jan 1970 00:00:00 GMT");
  CHECK(http_date(784'887'151) == "Tue, 15 Nov 1994 08:12:31 GMT");
  CHECK(http_date(1'709'251'199) == "Thu, 29 Feb 2024 23:59:59 GMT");
}

TEST_CASE("the session's headers are its own") {
  const std::string head = response_head({200,
                                          {{"content-length", "99"},
                                           {"DATE", "today"},
                                           {"connection", "upgrade"},
                                           {"Transfer-Encoding", "chunked"},
                                           {"X-Amzn-RequestId", "R"}},
                                          "four"},
                                         true);
  CHECK(head.rfind("HTTP/1.1 200 OK\r\nX-Amzn-RequestId: R\r\nContent-Length: 4\r\nDate: ", 0) ==
        0);
  CHECK(head.find("99") == std::string::npos);
  CHECK(head.find("today") == std::string::npos);
  CHECK(head.find("chunked") == std::string::npos);
  CHECK(head.find(" GMT\r\nConnection: keep-alive\r\n\r\n") != std::string::npos);
}

TEST_CASE("a handler's text cannot forge a header") {
  const std::string head =
      response_head({200, {{"X-Name", "a\r\nSet-Cookie: b"}, {"X\nY", "c"}}, ""}, false);
  CHECK(head.find("X-Name: a  Set-Cookie: b\r\n") != std::string::npos);
  CHECK(head.find("X Y: c\r\n") != std::string::npos);
}

TEST_CASE("a status line always ends a request") {
  const auto status_line = [](int status) {
    const std::string head = response_head({status, {}, ""}, true);
    return head.substr(0, head.find("\r\n"));
  };
  CHECK(status_line(413) == "HTTP/1.1 413 Payload Too Large");
  CHECK(status_line(299) == "HTTP/1.1 299 Unknown");
  CHECK(status_line(100) == "HTTP/1.1 500 Internal Server Error");
  CHECK(status_line(0) == "HTTP/1.1 500 Internal Server Error");
  CHECK(status_line(99'999) == "HTTP/1.1 500 Internal Server Error");
}

}  // namespace tombola::http

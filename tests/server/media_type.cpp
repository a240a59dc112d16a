#include "server/media_type.h"

#include <catch2/catch.hpp>

using namespace tombola;

TEST_CASE("a media type is compared without parameters and case") {
  CHECK(server::base_media_type("Application/JSON; charset=utf-8") == "application/json");
  CHECK(server::base_media_type("  text/plain ") == "text/plain");
  CHECK(server::base_media_type("").empty());
}

TEST_CASE("gzip is used when it is asked for") {
  for (const char* yes : {"gzip", "GZIP", "deflate, gzip", "br;q=1.0, gzip;q=0.8", "gzip ; q=1"}) {
    CAPTURE(yes);
    CHECK(server::accepts_gzip(yes));
  }
  for (const char* no : {"", "identity", "deflate", "gzip;q=0", "gzip; q=0.000", "gzipped", "*"}) {
    CAPTURE(no);
    CHECK_FALSE(server::accepts_gzip(no));
  }
}

TEST_CASE("UTF-8 is told from other bytes") {
  for (const char* good : {"", "abc", "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x8e\x9f",
                           "\xed\x9f\xbf", "\xee\x80\x80", "\xf4\x8f\xbf\xbf"}) {
    CAPTURE(good);
    CHECK(server::is_utf8(good));
  }
  for (const char* bad :
       {"\x80", "\xc3", "\xc0\xaf", "\xc1\xbf", "\xe0\x80\xaf", "\xe2\x82", "\xed\xa0\x80",
        "\xf0\x80\x80\xaf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", "a\xc3z"}) {
    CAPTURE(bad);
    CHECK_FALSE(server::is_utf8(bad));
  }
}

TEST_CASE("a body is text by its type and its bytes") {
  const auto is_text = [](const std::string& type, const std::string& body,
                          const std::string& coding = "") {
    http::Request request;
    request.body = body;
    if (!type.empty()) {
      request.headers.push_back({"Content-Type", type});
    }
    if (!coding.empty()) {
      request.headers.push_back({"Content-Encoding", coding});
    }
    return server::is_text_body(request);
  };
  CHECK(is_text("", "abc"));
  CHECK(is_text("text/html; charset=utf-8", "<p>"));
  CHECK(is_text("application/json", "{}"));
  CHECK(is_text("application/vnd.api+json", "{}"));
  CHECK(is_text("application/x-www-form-urlencoded", "a=b"));
  CHECK(is_text("application/json", "{}", "identity"));
  CHECK_FALSE(is_text("application/json", "{}", "gzip"));
  CHECK_FALSE(is_text("application/json", "\xff"));
  CHECK_FALSE(is_text("image/png", "abc"));
  CHECK_FALSE(is_text("application/octet-stream", "abc"));
  CHECK_FALSE(is_text("multipart/form-data; boundary=x", "--x"));
}

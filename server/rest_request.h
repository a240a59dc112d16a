// What the HTTP request of a REST operation looks like, as operations.def writes it:
//
//   GET /2015-03-31/functions/{FunctionName}?Qualifier&MaxItems=integer LogType:X-Amz-Log-Type
//
// method, path with {members}, members in the query (text; =integer: a number; =list: all values of
// that name; ==VALUE: no member, but it must be there and be that), members in headers. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.h"

namespace tombola::server {

class RestRequest {
 public:
  static RestRequest parse(std::string_view text);

  // The members that path, query and headers carry, as the inside of a JSON object:
  // "FunctionName":"f","MaxItems":3. None when the request is another one. A '/' at the end of the
  // path does not count. A number that is none stays text, so that the operation refuses it.
  std::optional<std::string> match(const http::Request& request) const;
  // Whether it asks for more than others of its path: to be tried before them.
  bool wants_value() const;

 private:
  struct Segment {
    std::string text;  // the member's name, or what must stand there
    bool is_member = false;
  };
  enum class QueryType { Text, Integer, List, Value };
  struct QueryMember {
    std::string name;
    QueryType type = QueryType::Text;
    std::string value = {};  // that it must have
  };
  struct HeaderMember {
    std::string name;
    std::string header;
  };

  std::optional<std::vector<std::string_view>> values_of(std::string_view path) const;

  std::string method_;
  std::vector<Segment> path_;
  std::vector<QueryMember> query_;
  std::vector<HeaderMember> headers_;
};

// The members in front of those of the body, which is a JSON object or empty. None when the body is
// something else.
std::optional<std::string> with_body(std::string members, std::string_view body);

}  // namespace tombola::server

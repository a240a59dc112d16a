// What a person wants to know of the work that is done for them, in one line each: requests to their
// APIs and functions, writes to their tables, invocations. Pure.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.h"
#include "triggers/invocation_history.h"

namespace tombola::server {

struct WorkLine {
  std::string subject;  // who or what it is about: a table, a function
  std::string text;
  bool operator==(const WorkLine&) const = default;
};

// "GET /raffle?name=John -> 200 in 12 ms (api-handler)"; `function`: empty: none was invoked.
struct AnsweredRequest {
  std::string method;
  std::string target;
  int status = 0;
  double duration_ms = 0;
  std::string function = {};
};
WorkLine request_line(const AnsweredRequest& request);
// Of a request that no API takes.
WorkLine nobodys_request_line(std::string_view method, const std::string& target);

// Of the body of a call of DynamoDB: a line for each table that it writes to; none: it only reads, or
// is no JSON of a write. `key_names`: of a table.
using KeyNames = std::function<std::vector<std::string>(const std::string& table)>;
std::vector<WorkLine> write_lines(std::string_view operation, const std::string& body,
                                  const KeyNames& key_names);
bool is_write(std::string_view operation);
// What a refused call answers: "ConditionalCheckFailedException".
std::string error_name(const std::string& answer_body);

// Of one that has ended: "2 records of RaffleTable in 6 ms".
WorkLine invocation_line(const triggers::RecordedInvocation& invocation);
// The request that an invocation was for, as its event names it; empty: for none.
std::string gateway_request_id(const triggers::RecordedInvocation& invocation);

}  // namespace tombola::server

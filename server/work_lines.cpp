#include "server/work_lines.h"

#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "server/failure_text.h"
#include "server/line_text.h"

namespace tombola::server {
namespace {

using nlohmann::json;
using triggers::InvocationCause;
using triggers::InvokeResult;
using triggers::InvokeStatus;
using triggers::RecordedInvocation;

// Longer values are cut: a line is for reading.
constexpr std::size_t value_bytes_max = 120;

std::string shortened(std::string text) {
  return line_text(std::move(text), value_bytes_max);
}

std::string milliseconds(double duration_ms) {
  return duration_ms < 10 ? fmt::format("{:.1f} ms", duration_ms)
                          : fmt::format("{:.0f} ms", duration_ms);
}

std::string counted(std::size_t count, std::string_view what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

const json& member(const json& object, const char* name) {
  static const json none = json::object();
  const auto found = object.find(name);
  return found == object.end() ? none : *found;
}

// {"id":{"S":"1"}} as id=1, of those attributes.
std::string key_text(const json& item, const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) {
    const json& value = member(item, name.c_str());
    if (value.is_object() && value.size() == 1 && value.begin()->is_string()) {
      text += fmt::format("{}{}={}", text.empty() ? "" : " ", name,
                          value.begin()->get_ref<const std::string&>());
    }
  }
  return shortened(std::move(text));
}

std::string table_of(const json& request) {
  const json& name = member(request, "TableName");
  std::string table = name.is_string() ? name.get<std::string>() : std::string();
  return table.substr(table.rfind('/') + 1);  // an ARN's end
}

WorkLine single_write(std::string_view operation, const json& request, const KeyNames& key_names) {
  const std::string table = table_of(request);
  const json& item = operation == "PutItem" ? member(request, "Item") : member(request, "Key");
  const std::string key = key_text(item, key_names(table));
  return {table, fmt::format("{}{}{}", operation, key.empty() ? "" : " ", key)};
}

// By table how many there are of each kind, in their order.
using Counts = std::map<std::string, std::vector<std::pair<std::string, std::size_t>>>;

void count(Counts& counts, const std::string& table, const std::string& kind) {
  auto& kinds = counts[table];
  const auto found =
      std::find_if(kinds.begin(), kinds.end(), [&](const auto& one) { return one.first == kind; });
  if (found == kinds.end()) {
    kinds.emplace_back(kind, 1);
  } else {
    ++found->second;
  }
}

Counts batch_counts(const json& request) {
  Counts counts;
  const json& tables = member(request, "RequestItems");
  if (!tables.is_object()) {
    return counts;
  }
  for (const auto& [table, writes] : tables.items()) {
    for (const json& write : writes) {
      count(counts, table.substr(table.rfind('/') + 1),
            write.contains("PutRequest") ? "put" : "delete");
    }
  }
  return counts;
}

Counts transaction_counts(const json& request) {
  Counts counts;
  for (const json& action : member(request, "TransactItems")) {
    for (const char* kind : {"Put", "Update", "Delete"}) {
      if (action.contains(kind)) {
        std::string name = kind;
        name[0] = static_cast<char>(name[0] - 'A' + 'a');
        count(counts, table_of(action[kind]), name);
      }
    }
  }
  return counts;
}

std::vector<WorkLine> counted_writes(std::string_view operation, const Counts& counts) {
  std::vector<WorkLine> lines;
  for (const auto& [table, kinds] : counts) {
    std::string text(operation);
    for (const auto& [kind, number] : kinds) {
      text +=
          fmt::format("{} {}", text.size() == operation.size() ? "" : ",", counted(number, kind));
    }
    lines.push_back({table, std::move(text)});
  }
  return lines;
}

std::vector<WorkLine> statement_lines(std::string_view operation, const json& request) {
  const json& statement = member(request, "Statement");
  const std::string text = statement.is_string() ? statement.get<std::string>() : std::string();
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  const bool reads = begin == std::string::npos || (text[begin] | 0x20) == 's';  // SELECT
  return reads ? std::vector<WorkLine>()
               : std::vector<WorkLine>{
                     {"PartiQL", fmt::format("{} {}", operation, shortened(text.substr(begin)))}};
}

// The table whose records the event has.
std::string table_of_event(const std::string& event_json) {
  const json event = json::parse(event_json, nullptr, false);
  const json& records = member(event, "Records");
  if (!records.is_array() || records.empty()) {
    return {};
  }
  // arn:aws:dynamodb:<region>:<account>:table/<name>/stream/<label>
  const json& source = member(records[0], "eventSourceARN");
  const std::string arn = source.is_string() ? source.get<std::string>() : std::string();
  const std::size_t table = arn.find(":table/");
  return table == std::string::npos ? std::string()
                                    : arn.substr(table + 7, arn.find('/', table + 7) - table - 7);
}

std::string what_of(const RecordedInvocation& invocation) {
  switch (invocation.cause.source) {
    case InvocationCause::Source::EventSourceMapping:
    case InvocationCause::Source::Replay: {
      const std::string table = table_of_event(*invocation.event_json);
      const std::string of = table.empty() ? "" : " of " + table;
      const std::string replayed =
          invocation.cause.source == InvocationCause::Source::Replay ? ", replayed" : "";
      return counted(invocation.cause.numbers.size(), "record") + of + replayed;
    }
    case InvocationCause::Source::Event:
      return "an event";
    default:
      return "an invocation";
  }
}

}  // namespace

WorkLine request_line(const AnsweredRequest& request) {
  return {"http", fmt::format("{} {} -> {} in {}{}", request.method, shortened(request.target),
                              request.status, milliseconds(request.duration_ms),
                              request.function.empty() ? "" : " (" + request.function + ")")};
}

WorkLine nobodys_request_line(std::string_view method, const std::string& target) {
  return {"http",
          fmt::format("{} {} -> 404, no API has a route for it", method, shortened(target))};
}

bool is_write(std::string_view operation) {
  static constexpr std::array<std::string_view, 8> writes = {"PutItem",
                                                             "UpdateItem",
                                                             "DeleteItem",
                                                             "BatchWriteItem",
                                                             "TransactWriteItems",
                                                             "ExecuteStatement",
                                                             "BatchExecuteStatement",
                                                             "ExecuteTransaction"};
  return std::find(writes.begin(), writes.end(), operation) != writes.end();
}

std::vector<WorkLine> write_lines(std::string_view operation, const std::string& body,
                                  const KeyNames& key_names) try {
  const json request = json::parse(body);
  if (!request.is_object()) {
    return {};
  }
  if (operation == "BatchWriteItem") {
    return counted_writes(operation, batch_counts(request));
  }
  if (operation == "TransactWriteItems") {
    return counted_writes(operation, transaction_counts(request));
  }
  std::vector<WorkLine> lines;
  if (operation == "ExecuteStatement") {
    return statement_lines(operation, request);
  }
  const bool is_batch = operation == "BatchExecuteStatement";
  if (is_batch || operation == "ExecuteTransaction") {
    for (const json& statement : member(request, is_batch ? "Statements" : "TransactStatements")) {
      for (WorkLine& line : statement_lines(operation, statement)) {
        lines.push_back(std::move(line));
      }
    }
    return lines;
  }
  return {single_write(operation, request, key_names)};
} catch (const json::exception&) {
  return {};  // the call is refused for it
}

std::string error_name(const std::string& answer_body) {
  const json answer = json::parse(answer_body, nullptr, false);
  const json& type = member(answer, "__type");
  const std::string name = type.is_string() ? type.get<std::string>() : std::string();
  return name.substr(name.rfind('#') + 1);
}

WorkLine invocation_line(const RecordedInvocation& invocation) {
  const InvokeResult& result = *invocation.result;
  const std::string took = milliseconds(result.duration_ms);
  std::string text = what_of(invocation);
  if (result.status == InvokeStatus::Success) {
    text += fmt::format(" in {}", took);
  } else {
    text += fmt::format(" failed after {}: {}", took, failure_text(result));
  }
  if (invocation.cause.attempt > 1) {
    text += fmt::format(" (attempt {})", invocation.cause.attempt);
  }
  return {invocation.function, std::move(text)};
}

std::string gateway_request_id(const RecordedInvocation& invocation) {
  const json event = json::parse(*invocation.event_json, nullptr, false);
  const json& id = member(member(event, "requestContext"), "requestId");
  return id.is_string() ? id.get<std::string>() : std::string();
}

}  // namespace tombola::server

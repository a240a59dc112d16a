// The row is a JSON object with a "version"; this build writes and knows version 1:
//
//   {"version":1,"account","region","function","qualifier","request_id","event","trace_id",
//    "client_context","function_arn","accepted_ms","failures","refusals","due_ms","delay_ms",
//    "deliveries":[{"destination","body"}],"ended_ms","delivery_failures"}
//
// The event and the bodies are text: whoever handed them over may have written the same number in
// another way than we would.
#include "triggers/functions/async_event.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "storage/layout.h"
#include "triggers/stored_row.h"

namespace tombola::triggers {
namespace {

using nlohmann::json;
namespace layout = storage::layout;

constexpr int format_version = 1;

AsyncEvent read_event(const json& row, int) {
  AsyncEvent event;
  const auto take = [&row](const char* name, auto& member) { row.at(name).get_to(member); };
  take("account", event.target.name_space.account);
  take("region", event.target.name_space.region);
  take("function", event.target.function);
  take("qualifier", event.target.qualifier);
  take("request_id", event.invocation.request_id);
  take("event", event.invocation.event_json);
  take("trace_id", event.invocation.trace_id);
  take("client_context", event.invocation.client_context);
  take("function_arn", event.invocation.function_arn);
  take("accepted_ms", event.accepted_ms);
  take("failures", event.failures);
  take("refusals", event.refusals);
  take("due_ms", event.due_ms);
  take("delay_ms", event.delay_ms);
  take("ended_ms", event.ended_ms);
  take("delivery_failures", event.delivery_failures);
  for (const json& delivery : row.at("deliveries")) {
    event.deliveries.push_back(
        {delivery.at("destination").get<std::string>(), delivery.at("body").get<std::string>()});
  }
  return event;
}

}  // namespace

std::string AsyncTarget::arn() const {
  return fmt::format("arn:aws:lambda:{}:{}:function:{}:{}", name_space.region, name_space.account,
                     function, qualifier.empty() ? "$LATEST" : qualifier);
}

// arn:aws:lambda:<region>:<account>:function:<name>[:<qualifier>]
std::optional<AsyncTarget> parse_function_arn(std::string_view arn) {
  std::vector<std::string> words(1);
  for (const char letter : arn) {
    if (letter == ':') {
      words.emplace_back();
    } else {
      words.back().push_back(letter);
    }
  }
  const bool is_function = (words.size() == 7 || words.size() == 8) && words[0] == "arn" &&
                           words[2] == "lambda" && words[5] == "function" && !words[6].empty();
  if (!is_function) {
    return std::nullopt;
  }
  return AsyncTarget{{words[4], words[3]}, words[6], words.size() == 8 ? words[7] : ""};
}

std::string AsyncEvent::to_json() const {
  json row = {{"version", format_version},
              {"account", target.name_space.account},
              {"region", target.name_space.region},
              {"function", target.function},
              {"qualifier", target.qualifier},
              {"request_id", invocation.request_id},
              {"event", invocation.event_json},
              {"trace_id", invocation.trace_id},
              {"client_context", invocation.client_context},
              {"function_arn", invocation.function_arn},
              {"accepted_ms", accepted_ms},
              {"failures", failures},
              {"refusals", refusals},
              {"due_ms", due_ms},
              {"delay_ms", delay_ms},
              {"ended_ms", ended_ms},
              {"delivery_failures", delivery_failures},
              {"deliveries", json::array()}};
  for (const AsyncDelivery& delivery : deliveries) {
    row["deliveries"].push_back(
        {{"destination", delivery.destination_arn}, {"body", delivery.body}});
  }
  // A payload that is not UTF-8 is no JSON, and was refused.
  return row.dump(-1, ' ', false, json::error_handler_t::replace);
}

AsyncEvent AsyncEvent::from_json(std::uint64_t id, std::string_view text) {
  AsyncEvent event =
      read_stored_row("an asynchronous invocation", text, format_version, read_event);
  event.id = id;
  return event;
}

std::vector<AsyncEvent> AsyncEventStore::load() {
  std::vector<AsyncEvent> events;
  transactions_.read([&](storage::Transaction& transaction) {
    const storage::Page page =
        transaction.read(storage::KeyRange::with_prefix(layout::async_event_prefix()),
                         storage::Direction::Forward, storage::ReadLimit{});
    for (const storage::Row& row : page.rows) {
      const auto id = std::string_view(row.key).substr(layout::async_event_prefix().size());
      events.push_back(AsyncEvent::from_json(layout::read_big_endian(id), row.value));
    }
  });
  return events;
}

void AsyncEventStore::put(const AsyncEvent& event) {
  const std::string key = layout::async_event_key(event.id);
  const std::string row = event.to_json();
  transactions_.write(key, [&](storage::WriteTransaction& write) { write.bytes().put(key, row); });
}

void AsyncEventStore::erase(std::uint64_t id) {
  const std::string key = layout::async_event_key(id);
  transactions_.write(key, [&](storage::WriteTransaction& write) { write.bytes().erase(key); });
}

}  // namespace tombola::triggers

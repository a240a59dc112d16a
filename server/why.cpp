#include "server/why.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "dynamodb/api_error.h"
#include "dynamodb/json/json_document.h"
#include "dynamodb/model/attribute_json.h"
#include "dynamodb/validation/item_rules.h"
#include "server/admin_answer.h"
#include "server/invocation_json.h"
#include "storage/item_encoding.h"
#include "streams/shard.h"
#include "streams/stream_reader.h"
#include "triggers/delivery_verdict.h"
#include "triggers/record_search.h"
#include "triggers/runtimes/identifiers.h"

namespace tombola::server {
namespace {

using nlohmann::ordered_json;
using triggers::FoundRecord;
using triggers::RecordedInvocation;

constexpr std::size_t records_shown_max = 10;

struct Question {
  std::string table;
  std::string key;  // as it was given; empty: `number` is
  std::uint64_t number = 0;
};

Question read_question(const http::Request& request) {
  const AdminQuery query(request, {"table", "key", "sequence"});
  Question question{query.text("table"), query.text("key"), 0};
  const std::string sequence = query.text("sequence");
  if (question.table.empty() || question.key.empty() == sequence.empty()) {
    throw AdminRefused("table=NAME is needed, and either key=JSON or sequence=NUMBER");
  }
  if (!sequence.empty()) {
    const auto number = streams::parse_sequence_number(sequence);
    if (!number) {
      throw AdminRefused(fmt::format("'{}' is no sequence number", sequence));
    }
    question.number = *number;
  }
  return question;
}

// The key as records have it.
std::string keys_json_of(const std::string& key, const dynamodb::TableDefinition& table) {
  try {
    const auto json = dynamodb::JsonDocument::parse(key);
    if (!json.root().is_object()) {
      throw AdminRefused(R"(key must be an object such as {"id":{"S":"1"}})");
    }
    const dynamodb::AttributeMap map =
        dynamodb::parse_attribute_map(json.root(), dynamodb::ValueLayer::Bare);
    return storage::key_json(dynamodb::key_from_map(map, table), table);
  } catch (const dynamodb::JsonError& error) {
    throw AdminRefused(fmt::format("key is no JSON: {}", error.what()));
  } catch (const dynamodb::ApiError& error) {
    throw AdminRefused(fmt::format("key: {}", error.message()));
  }
}

struct Findings {
  bool stream_enabled = false;
  std::string keys_json;  // empty: a record was asked for
  std::vector<dynamodb::StreamId> streams;
  std::vector<FoundRecord> records;
};

Findings find(const WhyParts& parts, const Question& question) {
  Findings findings;
  parts.transactions.read([&](storage::Transaction& transaction) {
    const auto table = parts.catalog.find(transaction, parts.name_space, question.table);
    findings.stream_enabled = table && table->stream_enabled();
    if (!question.key.empty()) {
      if (!table) {
        throw AdminRefused(fmt::format("there is no table {}", question.table), 404);
      }
      findings.keys_json = keys_json_of(question.key, *table);
    }
    const auto streams = parts.catalog.streams(transaction, parts.name_space, question.table);
    for (const storage::StreamEntry& stream : streams) {
      findings.streams.push_back(stream.descriptor.id);
    }
    findings.records = triggers::find_records(
        transaction, streams, parts.service_clock.now_ms(), records_shown_max,
        [&](const storage::LoggedChange& change) {
          return findings.keys_json.empty() ? change.number == question.number
                                            : change.record().keys_json == findings.keys_json;
        });
  });
  return findings;
}

bool has(const RecordedInvocation& invocation, const std::string& mapping, std::uint64_t number) {
  const triggers::InvocationCause& cause = invocation.cause;
  return cause.source == triggers::InvocationCause::Source::EventSourceMapping &&
         cause.mapping_uuid == mapping &&
         std::binary_search(cause.numbers.begin(), cause.numbers.end(), number);
}

ordered_json verdict_json(const triggers::MappingStore::Stored& stored, const FoundRecord& record,
                          const triggers::InvocationHistory& history) {
  const triggers::EventSourceMapping& mapping = stored.mapping;
  const auto verdict = triggers::delivery_verdict(
      stored, record, history.newest(1, [&](const RecordedInvocation& invocation) {
        return has(invocation, mapping.uuid, record.change.number);
      }));
  ordered_json json = {{"mapping", mapping.uuid},
                       {"function", mapping.function_name},
                       {"verdict", triggers::to_string(verdict.delivery)},
                       {"basis", verdict.recorded ? "recorded" : "recomputed"},
                       {"text", verdict.text}};
  if (verdict.invocation) {
    json["invocation"] = invocation_json(*verdict.invocation);
  }
  return json;
}

}  // namespace

ordered_json why(const WhyParts& parts, const http::Request& request) {
  const Question question = read_question(request);
  // Before the records are read: a position that is newer than they are would mislead.
  const std::vector<triggers::MappingStore::Stored> mappings = parts.dispatcher.mappings();
  const Findings findings = find(parts, question);
  if (findings.keys_json.empty() && findings.records.empty()) {
    throw AdminRefused(
        fmt::format("no stream of table {} has that record, or it was trimmed", question.table),
        404);
  }
  ordered_json answer = {{"table", question.table}};
  if (!findings.keys_json.empty()) {
    answer["key"] = ordered_json::parse(findings.keys_json);
  }
  answer["stream_enabled"] = findings.stream_enabled;
  answer["records"] = ordered_json::array();
  for (const FoundRecord& record : findings.records) {
    ordered_json verdicts = ordered_json::array();
    for (const auto& stored : mappings) {
      if (stored.mapping.table == question.table && stored.mapping.name_space == parts.name_space) {
        verdicts.push_back(verdict_json(stored, record, parts.history));
      }
    }
    answer["records"].push_back(
        {{"sequence_number", streams::sequence_number_text(record.change.number)},
         {"event_name", to_string(record.change.record().type)},
         {"written", triggers::iso_time(record.change.time_ms)},
         {"mappings", std::move(verdicts)}});
  }
  if (!findings.keys_json.empty()) {
    answer["unchanged_writes"] = ordered_json::array();
    for (const storage::UnchangedWrite& write :
         parts.unchanged_writes.of_item(findings.streams, findings.keys_json)) {
      answer["unchanged_writes"].push_back(triggers::iso_time(write.time_ms));
    }
  }
  return answer;
}

}  // namespace tombola::server

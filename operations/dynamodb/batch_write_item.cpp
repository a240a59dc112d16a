// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html
//
// The writes of a batch go into one transaction: faster than one by one, and nobody can tell, since
// AWS promises less. What meets a transaction of the API that is under way, or a table or index
// whose capacity is used up, comes back in UnprocessedItems; if capacity refuses all of it, that is
// an error.
// Values, sizes and duplicates are checked before the tables are looked up.
#include <algorithm>
#include <map>

#include "dynamodb/api_error.h"
#include "dynamodb/json/json_text.h"
#include "dynamodb/limits.h"
#include "dynamodb/model/attribute_json.h"
#include "dynamodb/validation/index_rules.h"
#include "dynamodb/validation/item_rules.h"
#include "operations/dynamodb/common_fields.h"
#include "operations/dynamodb/consumed_capacity.h"
#include "operations/dynamodb/item_collections.h"
#include "operations/dynamodb/old_enumerations.h"
#include "operations/dynamodb/table_name.h"
#include "operations/dynamodb/throttle.h"
#include "operations/dynamodb/write_answer.h"
#include "operations/operation.h"
#include "operations/request.h"
#include "storage/item_writer.h"

namespace tombola::operations {
namespace {

using dynamodb::ApiError;
using dynamodb::AttributeMap;
using dynamodb::Presence;
using dynamodb::Shape;
using dynamodb::ValueLayer;

const Shape& fields() {
  static const Shape shape = Shape::structure(
      "BatchWriteItemInput",
      {{"RequestItems",
        Shape::map_of(
            Shape::list_of(
                Shape::structure(
                    "WriteRequest",
                    {{"PutRequest", Shape::structure("PutRequest", {{"Item", attribute_map(),
                                                                     Presence::Required}})},
                     {"DeleteRequest", Shape::structure("DeleteRequest", {{"Key", attribute_map(),
                                                                           Presence::Required}})}}))
                .length(1, limits::batch_write_requests_max))
            .length(1, limits::batch_write_requests_max),
        Presence::Required},
       {"ReturnConsumedCapacity", Shape::string()},
       {"ReturnItemCollectionMetrics", Shape::string()}});
  return shape;
}

struct Write {
  std::string_view table_as_given;
  std::string table_name;
  bool is_put = true;
  AttributeMap attributes;  // the item, or the key
};

Write read_write(const Request& request) {
  const auto put = request.structure("PutRequest");
  const auto erase = request.structure("DeleteRequest");
  if (put && erase) {
    throw ApiError::validation(
        "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the "
        "supported datatypes");
  }
  if (!put && !erase) {
    throw ApiError::validation(
        "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes");
  }
  Write write;
  write.is_put = put.has_value();
  write.attributes = dynamodb::parse_attribute_map(
      put ? put->required("Item") : erase->required("Key"), ValueLayer::Older);
  if (write.is_put) {
    dynamodb::check_item_size(write.attributes);
  }
  return write;
}

std::vector<Write> read_writes(const Request& request, const OperationContext& context) {
  std::vector<Write> writes;
  for (dynamodb::JsonValue::Member table : request.required("RequestItems").members()) {
    for (dynamodb::JsonValue json : table.value.elements()) {
      Write write = read_write(Request(json));
      write.table_as_given = table.name;
      write.table_name = resolve_table_name(table.name, context);
      writes.push_back(std::move(write));
    }
  }
  if (writes.size() > limits::batch_write_requests_max) {
    throw ApiError::validation("Too many items requested for the BatchWriteItem call");
  }
  return writes;
}

// A write with its table and key, as the transaction sees it.
struct PreparedWrite {
  const Write* write;
  storage::TableSnapshot table;
  dynamodb::Key key;
  std::string row_key;
  std::optional<std::string> old_bytes;
  bool is_held = false;  // by a transaction of the API
};

std::vector<PreparedWrite> prepare(const std::vector<Write>& writes, OperationContext& context,
                                   storage::WriteTransaction& transaction) {
  std::vector<PreparedWrite> prepared;
  for (const Write& write : writes) {
    auto table = found_or_throw(
        context.catalog.find_for_share(transaction.bytes(), context.name_space, write.table_name),
        context);
    dynamodb::Key key = write.is_put ? dynamodb::key_of_batch_item(write.attributes, *table)
                                     : dynamodb::key_from_map(write.attributes, *table);
    if (write.is_put) {
      dynamodb::check_index_keys(write.attributes, *table, false);
    }
    std::string row_key = storage::item_key(*table, key);
    prepared.push_back({&write, std::move(table), std::move(key), std::move(row_key), {}, false});
  }
  return prepared;
}

// In byte order of the rows, as transactions take several keys; that also brings duplicates
// together.
void read_all_for_update(std::vector<PreparedWrite>& writes,
                         storage::WriteTransaction& transaction) {
  std::vector<PreparedWrite*> in_order;
  for (PreparedWrite& write : writes) {
    in_order.push_back(&write);
  }
  std::sort(in_order.begin(), in_order.end(),
            [](const auto* left, const auto* right) { return left->row_key < right->row_key; });
  for (std::size_t i = 1; i < in_order.size(); ++i) {
    if (in_order[i]->row_key == in_order[i - 1]->row_key) {
      throw ApiError::validation("Provided list of item keys contains duplicates");
    }
  }
  for (PreparedWrite* write : in_order) {
    write->is_held = transaction.is_in_open_transaction(write->row_key);
    if (!write->is_held) {
      write->old_bytes = transaction.bytes().get_for_update(write->row_key);
    }
  }
}

// "<table>":[{"PutRequest":{"Item":{...}}},...] for each table, as the request had them.
class UnprocessedItems {
 public:
  void add(const Write& write) {
    std::string& requests = requests_[write.table_as_given];
    requests.append(requests.empty() ? "" : ",");
    requests.append(write.is_put ? R"({"PutRequest":{"Item":)" : R"({"DeleteRequest":{"Key":)");
    dynamodb::append_json(requests, write.attributes);
    requests.append("}}");
  }
  void clear() { requests_.clear(); }

  void append(std::string& out) const {
    out.push_back('{');
    for (const auto& [table, requests] : requests_) {
      out.append(out.ends_with('{') ? "" : ",");
      dynamodb::append_json_string(out, table);
      out.append(":[").append(requests).push_back(']');
    }
    out.push_back('}');
  }

 private:
  std::map<std::string_view, std::string> requests_;
};

// What a batch did. Begins anew with each run of its transaction.
struct Outcome {
  Outcome(const Request& request, const OperationContext& context)
      : collections(request), consumption(context) {}

  void clear() {
    units.clear();
    collections.clear();
    consumption.clear();
    unprocessed.clear();
  }

  UnitsByTable units;
  ItemCollections collections;
  Consumption consumption;
  UnprocessedItems unprocessed;
};

// What refuses the write for now.
std::optional<ThrottlingRefusal> admit(const PreparedWrite& prepared, Consumption& consumption) {
  if (!consumption.is_counted()) {
    return std::nullopt;
  }
  const Write& write = *prepared.write;
  return consumption.admit(*prepared.table, Access::Write,
                           planned_write_units(*prepared.table, prepared.old_bytes,
                                               write.is_put ? &write.attributes : nullptr));
}

void apply(const PreparedWrite& prepared, storage::WriteTransaction& transaction,
           Outcome& outcome) {
  storage::ItemWriter writer(transaction, *prepared.table);
  const AttributeMap& attributes = prepared.write->attributes;
  std::size_t new_size_bytes = 0;
  ConsumedUnits& consumed = outcome.units[prepared.write->table_as_given];
  if (prepared.write->is_put) {
    consumed.add_indexes(writer.put(prepared.key, prepared.old_bytes, attributes), *prepared.table);
    new_size_bytes = dynamodb::item_size_bytes(attributes);
  } else {
    consumed.add_indexes(writer.erase(prepared.key, prepared.old_bytes), *prepared.table);
  }
  consumed.table += dynamodb::write_units(stored_size_bytes(prepared.old_bytes), new_size_bytes);
  outcome.collections.add(prepared.write->table_as_given, *prepared.table, prepared.key,
                          transaction.bytes());
}

void apply_all(const std::vector<PreparedWrite>& writes, storage::WriteTransaction& transaction,
               Outcome& outcome) {
  std::size_t throttled_count = 0;
  std::optional<ThrottlingRefusal> refusal;
  for (const PreparedWrite& prepared : writes) {
    const auto throttled = prepared.is_held ? std::nullopt : admit(prepared, outcome.consumption);
    if (prepared.is_held || throttled) {
      outcome.unprocessed.add(*prepared.write);
      throttled_count += throttled ? 1 : 0;
      refusal = throttled ? throttled : refusal;
    } else {
      apply(prepared, transaction, outcome);
    }
  }
  if (throttled_count == writes.size()) {
    throw refusal->error();
  }
}

}  // namespace

std::string batch_write_item(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::New);
  check_old_enumerations_of_writes(json);
  const std::vector<Write> writes = read_writes(request, context);

  Outcome outcome(request, context);
  context.transactions.write("batch", [&](storage::WriteTransaction& transaction) {
    std::vector<PreparedWrite> prepared = prepare(writes, context, transaction);
    read_all_for_update(prepared, transaction);
    outcome.clear();
    apply_all(prepared, transaction, outcome);
  });

  std::string answer = R"({"UnprocessedItems":)";
  outcome.unprocessed.append(answer);
  append_consumed_capacities_member(answer, capacity_detail_of(request), outcome.units);
  outcome.collections.append_member_by_table(answer);
  answer.push_back('}');
  return answer;
}

}  // namespace tombola::operations

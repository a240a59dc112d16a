// One action of TransactWriteItems, or one statement of PartiQL that writes: read, and then carried
// out inside a transaction.
#pragma once

#include <optional>
#include <string>

#include "dynamodb/expressions/placeholders.h"
#include "dynamodb/expressions/update.h"
#include "dynamodb/model/key.h"
#include "dynamodb/validation/shape.h"
#include "operations/dynamodb/cancellation_reasons.h"
#include "operations/dynamodb/write_condition.h"
#include "operations/operation_context.h"
#include "operations/request.h"
#include "storage/item_writer.h"

namespace tombola::operations {

class TransactAction {
 public:
  // The TransactWriteItem structure, with a table of fields for each of its four members.
  static dynamodb::Shape shape();

  // Throws ApiError for what refuses the whole request: values, expressions, sizes; none or several
  // actions in one element.
  TransactAction(const Request& element, const OperationContext& context);

  enum class Type { Put, Insert, Update, Delete, ConditionCheck };
  // A statement's. An Insert is a Put that refuses to replace. `table_as_given` must outlive it.
  struct Parts {
    Type type;
    std::string_view table_as_given;
    std::string table_name;
    dynamodb::AttributeMap attributes;  // the item of an Insert, else the key
    WriteCondition condition;
    std::optional<dynamodb::Update> update;
  };
  explicit TransactAction(Parts parts);

  // All but a ConditionCheck.
  bool writes() const { return type_ != Type::ConditionCheck; }
  std::string_view table_as_given() const { return table_as_given_; }
  const std::string& table_name() const { return table_name_; }
  // Bytes that count against the transaction's 4 MB.
  std::size_t size_bytes() const;

  // The key, or none: then it does not fit the table, and the reason says so. Throws for an empty
  // key, which refuses the request.
  std::optional<dynamodb::Key> key(const dynamodb::TableDefinition& table,
                                   std::string& reason) const;

  // What it would make of the stored item, checked: adds one reason. Writes nothing.
  void prepare(const dynamodb::TableDefinition& table, const std::optional<std::string>& old_bytes,
               CancellationReasons& reasons);
  // Only when every action of the transaction was prepared without a reason against it.
  storage::IndexUnits write(storage::ItemWriter& writer, const dynamodb::Key& key,
                            const std::optional<std::string>& old_bytes) const;
  // What is written, for the bill; 0 for nothing.
  std::size_t new_size_bytes() const;
  const std::optional<dynamodb::Item>& new_item() const { return new_item_; }
  // Of an Update, else none.
  const std::optional<dynamodb::Update>& update() const { return update_; }

 private:
  bool writes_item() const { return type_ == Type::Put || type_ == Type::Insert; }

  Type type_ = Type::Put;
  std::string_view table_as_given_;
  std::string table_name_;
  dynamodb::AttributeMap attributes_;  // the item of a Put or Insert, else the key
  std::optional<WriteCondition> condition_;
  std::optional<dynamodb::Update> update_;
  // The item that a Put or Update leaves behind; an Update may leave none.
  std::optional<dynamodb::Item> new_item_;
};

}  // namespace tombola::operations

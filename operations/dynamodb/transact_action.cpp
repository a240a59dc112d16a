#include "operations/dynamodb/transact_action.h"

#include "dynamodb/api_error.h"
#include "dynamodb/expressions/key_attribute_rules.h"
#include "dynamodb/limits.h"
#include "dynamodb/model/attribute_json.h"
#include "dynamodb/validation/index_rules.h"
#include "dynamodb/validation/item_rules.h"
#include "operations/dynamodb/common_fields.h"
#include "operations/dynamodb/expression_fields.h"
#include "operations/dynamodb/table_name.h"

namespace tombola::operations {
namespace {

using dynamodb::ApiError;
using dynamodb::AttributeMap;
using dynamodb::Field;
using dynamodb::Presence;
using dynamodb::Shape;
using dynamodb::ValueLayer;

constexpr std::string_view update_too_large =
    "Item size to update has exceeded the maximum allowed size";

Shape action_shape(std::string_view name, std::vector<Field> own) {
  std::vector<Field> fields = std::move(own);
  fields.push_back({"TableName", table_name_shape(), Presence::Required});
  fields.push_back({"ExpressionAttributeNames", expression_attribute_names_shape()});
  fields.push_back({"ExpressionAttributeValues", attribute_map()});
  fields.push_back(
      {"ReturnValuesOnConditionCheckFailure", Shape::string().one_of({"ALL_OLD", "NONE"})});
  return Shape::structure(name, std::move(fields));
}

const ExpressionFields update_fields{
    {}, {"UpdateExpression", "ConditionExpression"}, {"UpdateExpression", "ConditionExpression"}};
const ExpressionFields condition_fields{{}, {"ConditionExpression"}, {"ConditionExpression"}};

// Whether the attribute has the type of the key but is empty: AWS refuses the request for that, and
// only cancels the transaction for a wrong type.
bool is_empty_key(const AttributeMap& attributes, const dynamodb::KeyElement& element) {
  const dynamodb::AttributeValue* value = attributes.find(element.name);
  return value != nullptr && value->type() == element.type && dynamodb::size_bytes(*value) == 0;
}

}  // namespace

Shape TransactAction::shape() {
  return Shape::structure(
      "TransactWriteItem",
      {{"ConditionCheck",
        action_shape("ConditionCheck",
                     {{"Key", attribute_map(), Presence::Required},
                      {"ConditionExpression", Shape::string(), Presence::Required}})},
       {"Put", action_shape("Put", {{"Item", attribute_map(), Presence::Required},
                                    {"ConditionExpression", Shape::string()}})},
       {"Delete", action_shape("Delete", {{"Key", attribute_map(), Presence::Required},
                                          {"ConditionExpression", Shape::string()}})},
       {"Update", action_shape("Update", {{"Key", attribute_map(), Presence::Required},
                                          {"UpdateExpression", Shape::string(), Presence::Required},
                                          {"ConditionExpression", Shape::string()}})}});
}

TransactAction::TransactAction(const Request& element, const OperationContext& context) {
  std::optional<Request> action;
  for (const auto& [name, type] :
       {std::pair{"ConditionCheck", Type::ConditionCheck}, std::pair{"Put", Type::Put},
        std::pair{"Delete", Type::Delete}, std::pair{"Update", Type::Update}}) {
    if (const auto member = element.structure(name)) {
      if (action) {
        throw ApiError::validation(
            "TransactItems can only contain one of Check, Put, Update or Delete");
      }
      action = member;
      type_ = type;
    }
  }
  if (!action) {
    throw ApiError::validation(
        "Invalid Request: TransactWriteRequest should contain Delete or Put or Update request");
  }
  table_as_given_ = action->required("TableName").as_string();
  table_name_ = table_name_of(*action, context);
  attributes_ = dynamodb::parse_attribute_map(action->required(type_ == Type::Put ? "Item" : "Key"),
                                              ValueLayer::Bare);
  auto placeholders = read_placeholders(
      *action, type_ == Type::Update ? update_fields : condition_fields, ValueLayer::Bare);
  if (type_ == Type::Update) {
    update_ =
        dynamodb::Update::parse(action->required("UpdateExpression").as_string(), placeholders);
    if (update_->statement_size_bytes() > limits::item_size_bytes_max) {
      throw ApiError::validation(std::string(update_too_large));
    }
  }
  condition_.emplace(*action, placeholders);
  placeholders.require_all_used();
  if (type_ == Type::Put) {
    dynamodb::check_item_size(attributes_);
    new_item_ = attributes_;
  }
}

TransactAction::TransactAction(Parts parts)
    : type_(parts.type),
      table_as_given_(parts.table_as_given),
      table_name_(std::move(parts.table_name)),
      attributes_(std::move(parts.attributes)),
      condition_(std::move(parts.condition)),
      update_(std::move(parts.update)) {
  if (writes_item()) {
    dynamodb::check_item_size(attributes_);
    new_item_ = attributes_;
  }
}

std::size_t TransactAction::size_bytes() const {
  return dynamodb::item_size_bytes(attributes_) + (update_ ? update_->statement_size_bytes() : 0);
}

std::optional<dynamodb::Key> TransactAction::key(const dynamodb::TableDefinition& table,
                                                 std::string& reason) const {
  try {
    dynamodb::Key key = writes_item() ? dynamodb::key_of_item(attributes_, table)
                                      : dynamodb::key_from_map(attributes_, table);
    if (update_) {
      std::vector<std::string> key_names = {table.hash_key.name};
      if (table.range_key) {
        key_names.push_back(table.range_key->name);
      }
      update_->check_spares_keys(key_names);
      dynamodb::check_index_key_types(*update_, table);
      dynamodb::check_key_attributes_are_scalar(update_->paths(), table);
    }
    dynamodb::check_key_attributes_are_scalar(condition_->paths(), table);
    return key;
  } catch (const ApiError& error) {
    if (is_empty_key(attributes_, table.hash_key) ||
        (table.range_key && is_empty_key(attributes_, *table.range_key))) {
      throw;
    }
    reason = error.message();
    return std::nullopt;
  }
}

void TransactAction::prepare(const dynamodb::TableDefinition& table,
                             const std::optional<std::string>& old_bytes,
                             CancellationReasons& reasons) {
  if (type_ == Type::Insert && old_bytes) {
    reasons.add_duplicate_item();
    return;
  }
  if (const auto shown = condition_->failure(old_bytes)) {
    reasons.add_condition_failure(*shown);
    return;
  }
  if (update_) {
    std::optional<dynamodb::Item> old_item;
    if (old_bytes) {
      old_item = storage::StoredItem(*old_bytes).item();
    }
    try {
      new_item_ = update_->apply(old_item ? &*old_item : nullptr, attributes_);
    } catch (const ApiError& error) {
      reasons.add_validation_error(error.message());
      return;
    }
    if (new_size_bytes() > limits::item_size_bytes_max) {
      reasons.add_validation_error(std::string(update_too_large));
      return;
    }
  }
  try {
    if (new_item_) {
      dynamodb::check_index_keys(*new_item_, table, type_ == Type::Update);
    }
  } catch (const ApiError& error) {
    reasons.add_validation_error(error.message());
    return;
  }
  reasons.add_none();
}

storage::IndexUnits TransactAction::write(storage::ItemWriter& writer, const dynamodb::Key& key,
                                          const std::optional<std::string>& old_bytes) const {
  if (type_ == Type::Delete) {
    return writer.erase(key, old_bytes);
  }
  return new_item_ ? writer.put(key, old_bytes, *new_item_) : storage::IndexUnits();
}

std::size_t TransactAction::new_size_bytes() const {
  return new_item_ ? dynamodb::item_size_bytes(*new_item_) : 0;
}

}  // namespace tombola::operations

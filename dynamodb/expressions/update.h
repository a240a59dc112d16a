// UpdateExpression, and the legacy AttributeUpdates: how an item becomes another. Immutable once
// made.
//
// All that an update reads, it reads from the item as it was, list indexes included: SET a = :v, b
// = a gives b the old a, and REMOVE l[0] SET l[1] = :v changes what was the second element. So the
// order of the actions does not matter.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dynamodb/expressions/document_path.h"
#include "dynamodb/expressions/placeholders.h"

namespace tombola::dynamodb {

// The right side of an action.
struct UpdateValue {
  enum class Type { Path, Value, Plus, Minus, IfNotExists, ListAppend };
  Type type = Type::Value;
  DocumentPath path;                  // Path
  AttributeValue value;               // Value
  std::vector<UpdateValue> operands;  // two, of the others
};

struct UpdateAction {
  enum class Type { Set, Remove, Add, Delete };
  Type type = Type::Set;
  DocumentPath target;
  UpdateValue value;  // none for Remove; a Value for Add and Delete
};

class Update {
 public:
  // Throws ApiError::validation, with the prefix "Invalid UpdateExpression: ": what parser.h,
  // syntax_check.h and resolver.h list, and
  //   Two document paths overlap with each other; ...      (or: conflict)
  //   Operator or function requires a document path; operator or function: if_not_exists
  //   Incorrect operand type for operator or function; operator or function: +, operand type: S
  //   Incorrect operand type for operator or function; operator: ADD, operand type: STRING,
  //   typeSet: ALLOWED_FOR_ADD_OPERAND                             (the same typeSet for DELETE)
  static Update parse(std::string_view text, ExpressionPlaceholders& placeholders);

  // AttributeUpdates are a little different: ADD appends lists, a wrong type has another sentence,
  // and the size of the statement does not count.
  enum class Form { Expression, AttributeUpdates };

  // Without actions, it makes sure that the item exists.
  Update() = default;
  // Of actions whose targets do not clash.
  Update(Form form, std::vector<UpdateAction> actions);

  // "One or more parameter values were invalid: Cannot update attribute pk. This attribute is part
  // of the key", bare.
  void check_spares_keys(const std::vector<std::string>& key_attributes) const;

  // The new item. `item` is null when there is none: then `key` (the key attributes) is what the
  // actions read and add to, and an update that only removes makes no item: nullopt. Throws
  // ApiError::validation, bare:
  //   The provided expression refers to an attribute that does not exist in the item
  //   An operand in the update expression has an incorrect data type
  //   Type mismatch for attribute to update                           (AttributeUpdates)
  //   The document path provided in the update expression is invalid for update
  //   Number overflow. Attempting to store a number with magnitude larger than supported range
  //   Nesting Levels have exceeded supported limits: ...
  // The size of what comes out is the caller's to check.
  std::optional<AttributeMap> apply(const AttributeMap* item, const AttributeMap& key) const;

  // ReturnValues UPDATED_OLD (of the old item) and UPDATED_NEW (of the new one): what the item has
  // at the paths that the update targets, in its shape. May be empty; then the answer has no
  // Attributes.
  AttributeMap updated_attributes(const AttributeMap& item) const;

  // What AWS charges for the statement itself, whatever the item: UpdateItem is refused when this
  // or the finished item is above limits::item_size_bytes_max, and refused before its condition is
  // looked at. 0 for AttributeUpdates. See update_size.cpp.
  std::size_t statement_size_bytes() const;

  // All document paths, targets and operands, in the order in which they are written.
  std::vector<const DocumentPath*> paths() const;

  const std::vector<UpdateAction>& actions() const { return actions_; }

 private:
  Form form_ = Form::Expression;
  std::vector<UpdateAction> actions_;
};

}  // namespace tombola::dynamodb

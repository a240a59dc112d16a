// Update::apply, in two halves. First every action is worked out against the item as it was: into a
// value to assign, or into a removal. Then the changes are made so that no change moves what
// another one means: assignments to places that exist; then elements beyond the end of a list,
// which are appended in order of their indexes; then removals, from the last element of a list to
// the first.
#include <algorithm>
#include <iterator>
#include <optional>

#include "dynamodb/expressions/update.h"
#include "dynamodb/limits.h"

namespace tombola::dynamodb {
namespace {

ApiError invalid_path() {
  return ApiError::validation(
      "The document path provided in the update expression is invalid for update");
}

ApiError incorrect_type(Update::Form form) {
  return ApiError::validation(form == Update::Form::Expression
                                  ? "An operand in the update expression has an incorrect data type"
                                  : "Type mismatch for attribute to update");
}

// --- the first half: values ---

class Evaluation {
 public:
  Evaluation(const AttributeMap& item, Update::Form form) : item_(item), form_(form) {}

  AttributeValue value(const UpdateValue& value) const;
  AttributeValue added(const AttributeValue* current, const AttributeValue& operand) const;
  // Nothing: no member is left.
  std::optional<AttributeValue> without(const AttributeValue& current,
                                        const AttributeValue& operand) const;

 private:
  const Number& number(const AttributeValue& value) const;
  AttributeValue list_append(const UpdateValue& value) const;

  const AttributeMap& item_;
  Update::Form form_;
};

AttributeValue Evaluation::value(const UpdateValue& value) const {
  switch (value.type) {
    case UpdateValue::Type::Value:
      return value.value;
    case UpdateValue::Type::Path: {
      const AttributeValue* found = value.path.find_in(item_);
      if (found == nullptr) {
        throw ApiError::validation(
            "The provided expression refers to an attribute that does not exist in the item");
      }
      return *found;
    }
    case UpdateValue::Type::IfNotExists: {
      const AttributeValue* found = value.operands[0].path.find_in(item_);
      return found != nullptr ? *found : this->value(value.operands[1]);
    }
    case UpdateValue::Type::ListAppend:
      return list_append(value);
    case UpdateValue::Type::Plus:
    case UpdateValue::Type::Minus: {
      AttributeValue left = this->value(value.operands[0]);
      AttributeValue right = this->value(value.operands[1]);
      bool is_plus = value.type == UpdateValue::Type::Plus;
      return AttributeValue(is_plus ? number(left) + number(right) : number(left) - number(right));
    }
  }
  return {};
}

const Number& Evaluation::number(const AttributeValue& value) const {
  if (value.type() != AttributeType::N) throw incorrect_type(form_);
  return value.as_number();
}

AttributeValue Evaluation::list_append(const UpdateValue& value) const {
  AttributeValue first = this->value(value.operands[0]);
  AttributeValue second = this->value(value.operands[1]);
  if (first.type() != AttributeType::L || second.type() != AttributeType::L) {
    throw incorrect_type(form_);
  }
  std::move(second.as_list().begin(), second.as_list().end(), std::back_inserter(first.as_list()));
  return first;
}

template <typename Member>
std::vector<Member> united(const std::vector<Member>& left, const std::vector<Member>& right) {
  std::vector<Member> all;
  std::set_union(left.begin(), left.end(), right.begin(), right.end(), std::back_inserter(all));
  return all;
}

template <typename Member>
std::vector<Member> difference(const std::vector<Member>& left, const std::vector<Member>& right) {
  std::vector<Member> rest;
  std::set_difference(left.begin(), left.end(), right.begin(), right.end(),
                      std::back_inserter(rest));
  return rest;
}

// ADD: numbers are added, sets united; AttributeUpdates append lists as well.
AttributeValue Evaluation::added(const AttributeValue* current,
                                 const AttributeValue& operand) const {
  if (current == nullptr) return operand;
  if (current->type() != operand.type()) throw incorrect_type(form_);
  switch (operand.type()) {
    case AttributeType::N:
      return AttributeValue(current->as_number() + operand.as_number());
    case AttributeType::SS:
      return AttributeValue::string_set(united(current->as_string_set(), operand.as_string_set()));
    case AttributeType::NS:
      return AttributeValue::number_set(united(current->as_number_set(), operand.as_number_set()));
    case AttributeType::BS:
      return AttributeValue::binary_set(united(current->as_binary_set(), operand.as_binary_set()));
    case AttributeType::L: {
      AttributeList list = current->as_list();
      list.insert(list.end(), operand.as_list().begin(), operand.as_list().end());
      return AttributeValue(std::move(list));
    }
    default:
      throw incorrect_type(form_);
  }
}

std::optional<AttributeValue> Evaluation::without(const AttributeValue& current,
                                                  const AttributeValue& operand) const {
  if (current.type() != operand.type()) throw incorrect_type(form_);
  if (current.type() == AttributeType::SS) {
    auto rest = difference(current.as_string_set(), operand.as_string_set());
    if (!rest.empty()) return AttributeValue::string_set(std::move(rest));
  } else if (current.type() == AttributeType::NS) {
    auto rest = difference(current.as_number_set(), operand.as_number_set());
    if (!rest.empty()) return AttributeValue::number_set(std::move(rest));
  } else {
    auto rest = difference(current.as_binary_set(), operand.as_binary_set());
    if (!rest.empty()) return AttributeValue::binary_set(std::move(rest));
  }
  return std::nullopt;
}

int depth_of(const AttributeValue& value) {
  int deepest = 0;
  if (value.type() == AttributeType::L) {
    for (const AttributeValue& element : value.as_list()) {
      deepest = std::max(deepest, depth_of(element));
    }
  } else if (value.type() == AttributeType::M) {
    for (const Attribute& attribute : value.as_map()) {
      deepest = std::max(deepest, depth_of(attribute.value));
    }
  } else {
    return 0;
  }
  return deepest + 1;
}

// --- the second half: changes ---

struct Change {
  const DocumentPath* target = nullptr;
  std::optional<AttributeValue> value;  // nothing: a removal
};

// Where the last element of a path is looked up: the item itself, or the map or list that the path
// leads to. Throws unless that is there and of the kind that the last element needs.
struct Place {
  AttributeMap* map = nullptr;
  AttributeList* list = nullptr;
};

Place place_of(AttributeMap& item, const DocumentPath& path) {
  if (!path.is_nested()) return {&item, nullptr};
  const std::vector<PathElement>& elements = path.elements();
  AttributeValue* at = item.find(path.attribute_name());
  for (std::size_t i = 1; at != nullptr; ++i) {
    const PathElement& element = elements[i];
    if (at->type() != (element.is_index() ? AttributeType::L : AttributeType::M)) break;
    bool is_last = i + 1 == elements.size();
    if (element.is_index()) {
      if (is_last) return {nullptr, &at->as_list()};
      at = element.index < at->as_list().size() ? &at->as_list()[element.index] : nullptr;
    } else {
      if (is_last) return {&at->as_map(), nullptr};
      at = at->as_map().find(element.name);
    }
  }
  throw invalid_path();
}

bool is_beyond_end(AttributeMap& item, const DocumentPath& target) {
  Place place = place_of(item, target);
  return place.list != nullptr && target.elements().back().index >= place.list->size();
}

void assign(AttributeMap& item, const DocumentPath& target, AttributeValue value) {
  Place place = place_of(item, target);
  const PathElement& last = target.elements().back();
  if (place.map != nullptr) {
    place.map->set(last.name, std::move(value));
  } else {
    (*place.list)[last.index] = std::move(value);
  }
}

void append(AttributeMap& item, const DocumentPath& target, AttributeValue value) {
  place_of(item, target).list->push_back(std::move(value));
}

void remove(AttributeMap& item, const DocumentPath& target) {
  Place place = place_of(item, target);
  const PathElement& last = target.elements().back();
  if (place.map != nullptr) {
    place.map->erase(last.name);
  } else if (last.index < place.list->size()) {
    place.list->erase(place.list->begin() + last.index);
  }
}

// Elements of one list in order of their indexes; what stands in different places in some order.
bool comes_before(const Change& left, const Change& right) {
  return left.target->elements() < right.target->elements();
}

void make_changes(AttributeMap& item, std::vector<Change> changes) {
  std::sort(changes.begin(), changes.end(), comes_before);
  std::vector<Change*> appended;
  for (Change& change : changes) {
    if (!change.value) continue;
    // Assignments do not change the length of a list: two elements beyond its end are both that.
    if (is_beyond_end(item, *change.target)) {
      appended.push_back(&change);
    } else {
      assign(item, *change.target, std::move(*change.value));
    }
  }
  for (Change* change : appended) append(item, *change->target, std::move(*change->value));
  for (auto change = changes.rbegin(); change != changes.rend(); ++change) {
    if (!change->value) remove(item, *change->target);
  }
}

}  // namespace

std::optional<AttributeMap> Update::apply(const AttributeMap* item, const AttributeMap& key) const {
  auto removes = [](const UpdateAction& action) {
    return action.type == UpdateAction::Type::Remove || action.type == UpdateAction::Type::Delete;
  };
  // Observed on AWS: from an item that is not there even a nonsensical path may be removed.
  bool only_removes = !actions_.empty() && std::all_of(actions_.begin(), actions_.end(), removes);
  if (item == nullptr && only_removes) return std::nullopt;

  const AttributeMap& old_item = item != nullptr ? *item : key;
  Evaluation evaluation(old_item, form_);
  std::vector<Change> changes;
  for (const UpdateAction& action : actions_) {
    const AttributeValue* current = action.target.find_in(old_item);
    Change change{&action.target, std::nullopt};
    switch (action.type) {
      case UpdateAction::Type::Set:
        change.value = evaluation.value(action.value);
        break;
      case UpdateAction::Type::Add:
        change.value = evaluation.added(current, action.value.value);
        break;
      case UpdateAction::Type::Delete:
        if (current != nullptr) change.value = evaluation.without(*current, action.value.value);
        break;
      case UpdateAction::Type::Remove:
        break;
    }
    int wraps = static_cast<int>(action.target.elements().size()) - 1;
    if (change.value && wraps + depth_of(*change.value) > limits::nesting_depth_max) {
      throw ApiError::validation(
          "Nesting Levels have exceeded supported limits: Attributes in the item have nested "
          "levels "
          "beyond supported limit");
    }
    changes.push_back(std::move(change));
  }
  AttributeMap new_item = old_item;
  make_changes(new_item, std::move(changes));
  return new_item;
}

}  // namespace tombola::dynamodb

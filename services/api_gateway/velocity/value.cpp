#include "services/api_gateway/velocity/value.h"

#include <algorithm>
#include <cmath>

#include "services/api_gateway/velocity/limits.h"
#include "services/api_gateway/velocity/parser.h"

namespace tombola::services::velocity {

using nlohmann::ordered_json;

namespace {

ordered_json json_of(const Value& value, ValueWalk& walk) {
  const ValueWalk::Step step(walk, value);
  if (!step.goes_on()) {
    return nullptr;
  }
  if (const bool* truth = value.truth()) {
    return *truth;
  }
  if (const std::int64_t* number = value.integer()) {
    return *number;
  }
  if (const double* number = value.decimal()) {
    return *number;
  }
  if (const std::string* text = value.string()) {
    return *text;
  }
  if (const List* list = value.list()) {
    ordered_json array = ordered_json::array();
    for (const Value& element : list->values) {
      array.push_back(json_of(element, walk));
    }
    return array;
  }
  if (const Map* map = value.map()) {
    ordered_json object = ordered_json::object();
    for (const auto& [key, element] : map->entries) {
      object[key] = json_of(element, walk);
    }
    return object;
  }
  return nullptr;
}

std::string dumped(const ordered_json& json) {
  return json.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

// {a=1, b={c=[1,2]}}
std::string map_text(const Value& map, ValueWalk& walk) {
  const ValueWalk::Step step(walk, map);
  if (!step.goes_on()) {
    return "";
  }
  std::string text = "{";
  for (const auto& [key, value] : map.map()->entries) {
    if (text.size() > 1) {
      text += ", ";
    }
    text += key + "=";
    text += value.map() != nullptr ? map_text(value, walk)
            : value.is_null()      ? "null"
                                   : value.text();
  }
  return text + "}";
}

}  // namespace

bool Value::is_number() const {
  return integer() != nullptr || decimal() != nullptr;
}

List* Value::list() const {
  List* const* found = std::get_if<List*>(&data_);
  return found == nullptr ? nullptr : *found;
}

Map* Value::map() const {
  Map* const* found = std::get_if<Map*>(&data_);
  return found == nullptr ? nullptr : *found;
}

const Object* Value::object() const {
  const Object* const* found = std::get_if<const Object*>(&data_);
  return found == nullptr ? nullptr : *found;
}

bool Value::is_true() const {
  return truth() != nullptr ? *truth() : !is_null();
}

double Value::as_double() const {
  return integer() != nullptr ? static_cast<double>(*integer()) : *decimal();
}

std::string Value::text() const {
  if (const std::string* text = string()) {
    return *text;
  }
  if (map() != nullptr) {
    ValueWalk walk;
    return map_text(*this, walk);
  }
  return is_null() || object() != nullptr ? "" : json();
}

std::string Value::json() const {
  return dumped(to_json(*this));
}

bool Value::equals(const Value& other) const {
  if (is_null() || other.is_null()) {
    return is_null() && other.is_null();
  }
  if (is_number() && other.is_number()) {
    return integer() != nullptr && other.integer() != nullptr ? *integer() == *other.integer()
                                                              : as_double() == other.as_double();
  }
  if (object() != nullptr || other.object() != nullptr) {
    return object() == other.object();
  }
  return text() == other.text();
}

const Value* Map::find(std::string_view key) const {
  const auto found = std::find_if(entries.begin(), entries.end(),
                                  [&](const auto& entry) { return entry.first == key; });
  return found == entries.end() ? nullptr : &found->second;
}

void Map::put(std::string key, Value value) {
  for (auto& [there, old] : entries) {
    if (there == key) {
      old = std::move(value);
      return;
    }
  }
  entries.emplace_back(std::move(key), std::move(value));
}

Value Map::erase(std::string_view key) {
  for (auto entry = entries.begin(); entry != entries.end(); ++entry) {
    if (entry->first == key) {
      Value old = std::move(entry->second);
      entries.erase(entry);
      return old;
    }
  }
  return {};
}

Value Arena::from_json(const ordered_json& json) {
  switch (json.type()) {
    case ordered_json::value_t::boolean:
      return json.get<bool>();
    case ordered_json::value_t::number_integer:
    case ordered_json::value_t::number_unsigned:
      return json.get<std::int64_t>();
    case ordered_json::value_t::number_float:
      return json.get<double>();
    case ordered_json::value_t::string:
      return json.get<std::string>();
    case ordered_json::value_t::array: {
      List* list = new_list();
      for (const ordered_json& element : json) {
        list->values.push_back(from_json(element));
      }
      return list;
    }
    case ordered_json::value_t::object: {
      Map* map = new_map();
      for (const auto& [key, element] : json.items()) {
        map->entries.emplace_back(key, from_json(element));
      }
      return map;
    }
    default:
      return {};
  }
}

ordered_json to_json(const Value& value) {
  ValueWalk walk;
  return json_of(value, walk);
}

ValueWalk::Step::Step(ValueWalk& walk, const Value& value) : walk_(walk) {
  if (++walk.values_ > limits::values_max) {
    throw TemplateError("a value of the template holds too many others");
  }
  const void* container = value.list();
  if (container == nullptr) {
    container = value.map();
  }
  if (container == nullptr) {
    return;
  }
  goes_on_ = walk.open_.size() < limits::value_depth_max &&
             std::find(walk.open_.begin(), walk.open_.end(), container) == walk.open_.end();
  opened_ = goes_on_;
  if (opened_) {
    walk.open_.push_back(container);
  }
}

ValueWalk::Step::~Step() {
  if (opened_) {
    walk_.open_.pop_back();
  }
}

}  // namespace tombola::services::velocity

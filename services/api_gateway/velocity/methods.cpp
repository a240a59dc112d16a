// The methods of Java's String, List, Map, Integer, Double and Boolean that templates call.
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "services/api_gateway/velocity/rendering.h"
#include "services/api_gateway/velocity/text_methods.h"

namespace tombola::services::velocity {
namespace {

// Where Java counts from the front alone; none: outside.
std::optional<std::size_t> index_of(const Value& argument, std::size_t size) {
  const std::int64_t* number = argument.integer();
  if (number == nullptr || *number < 0 || static_cast<std::uint64_t>(*number) >= size) {
    return std::nullopt;
  }
  return static_cast<std::size_t>(*number);
}

std::int64_t find_in(const Values& values, const Value& wanted) {
  const auto found = std::find_if(values.begin(), values.end(),
                                  [&](const Value& value) { return value.equals(wanted); });
  return found == values.end() ? -1 : found - values.begin();
}

Value remove_from(List& list, const Value& what) {
  if (what.integer() == nullptr) {
    const std::int64_t at = find_in(list.values, what);
    if (at >= 0) {
      list.values.erase(list.values.begin() + at);
    }
    return at >= 0;
  }
  const auto at = index_of(what, list.values.size());
  if (!at) {
    return {};
  }
  Value old = list.values[*at];
  list.values.erase(list.values.begin() + static_cast<std::ptrdiff_t>(*at));
  return old;
}

Value list_method(List& list, std::string_view method, const Values& arguments, Arena& arena) {
  const std::size_t count = arguments.size();
  const auto size = static_cast<std::int64_t>(list.values.size());
  if (count == 0) {
    if (method == "size") {
      return size;
    }
    if (method == "isEmpty") {
      return list.values.empty();
    }
    if (method == "clear") {
      list.values.clear();
    }
    return {};
  }
  const Value& first = arguments.front();
  if (count == 1) {
    if (method == "get") {
      const auto at = index_of(first, list.values.size());
      return at ? list.values[*at] : Value();
    }
    if (method == "add") {
      list.values.push_back(first);
      return true;
    }
    if (method == "addAll" && first.list() != nullptr) {
      const Values added = first.list()->values;  // which may be this very list
      list.values.insert(list.values.end(), added.begin(), added.end());
      return !added.empty();
    }
    if (method == "contains") {
      return find_in(list.values, first) >= 0;
    }
    if (method == "indexOf") {
      return find_in(list.values, first);
    }
    return method == "remove" ? remove_from(list, first) : Value();
  }
  const auto at = index_of(first, list.values.size());
  if (method == "set" && at) {
    return std::exchange(list.values[*at], arguments[1]);
  }
  if (method == "add" && first.integer() != nullptr && *first.integer() >= 0 &&
      *first.integer() <= size) {
    list.values.insert(list.values.begin() + *first.integer(), arguments[1]);
    return true;
  }
  if (method == "subList" && first.integer() != nullptr && arguments[1].integer() != nullptr &&
      *first.integer() >= 0 && *first.integer() <= *arguments[1].integer() &&
      *arguments[1].integer() <= size) {
    return arena.new_list(Values(list.values.begin() + *first.integer(),
                                 list.values.begin() + *arguments[1].integer()));
  }
  return {};
}

Value entry_of(const std::string& key, const Value& value, Arena& arena) {
  Map* entry = arena.new_map();
  entry->put("key", key);
  entry->put("value", value);
  return entry;
}

Value map_method(Map& map, std::string_view method, const Values& arguments, Arena& arena) {
  const std::size_t count = arguments.size();
  if (count == 0 && (method == "keySet" || method == "values" || method == "entrySet")) {
    List* list = arena.new_list();
    for (const auto& [key, value] : map.entries) {
      list->values.push_back(method == "keySet"   ? Value(key)
                             : method == "values" ? value
                                                  : entry_of(key, value, arena));
    }
    return list;
  }
  if (count == 0) {
    if (method == "size") {
      return static_cast<std::int64_t>(map.entries.size());
    }
    if (method == "isEmpty") {
      return map.entries.empty();
    }
    if (method == "clear") {
      map.entries.clear();
    }
    // Of an entry.
    const Value* member = method == "getKey"     ? map.find("key")
                          : method == "getValue" ? map.find("value")
                                                 : nullptr;
    return member == nullptr ? Value() : *member;
  }
  const Value& first = arguments.front();
  if (method == "putAll" && first.map() != nullptr && first.map() != &map) {
    for (const auto& [key, value] : first.map()->entries) {
      map.put(key, value);
    }
    return {};
  }
  const Value* found = map.find(first.text());
  if (method == "get" || method == "getOrDefault") {
    return found != nullptr ? *found : count > 1 ? arguments[1] : Value();
  }
  if (method == "containsKey") {
    return found != nullptr;
  }
  if (method == "containsValue") {
    return std::any_of(map.entries.begin(), map.entries.end(),
                       [&](const auto& entry) { return entry.second.equals(first); });
  }
  if (method == "put" && count == 2) {
    const Value old = found == nullptr ? Value() : *found;
    map.put(first.text(), arguments[1]);
    return old;
  }
  return method == "remove" ? map.erase(first.text()) : Value();
}

Value parsed_number(std::string_view method, const std::string& text) {
  if (method == "parseDouble" || method == "parseFloat") {
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() ? Value(number) : Value();
  }
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() ? Value(number) : Value();
}

// Java's static methods are called on any number: #set($Integer = 0) $Integer.parseInt("5").
Value number_method(const Value& number, std::string_view method, const Values& arguments) {
  if (arguments.empty()) {
    if (method == "intValue" || method == "longValue") {
      const double value = number.as_double();
      constexpr double bound = 9.2e18;
      return number.integer() != nullptr ? number
             : std::abs(value) < bound   ? Value(static_cast<std::int64_t>(value))
                                         : Value();
    }
    return method == "doubleValue" || method == "floatValue" ? Value(number.as_double()) : Value();
  }
  const Value& first = arguments.front();
  if (method == "compareTo" && first.is_number()) {
    const double left = number.as_double();
    const double right = first.as_double();
    return std::int64_t{left < right ? -1 : left > right ? 1 : 0};
  }
  if (method == "parseInt" || method == "parseLong" || method == "parseDouble" ||
      method == "parseFloat" || (method == "valueOf" && first.string() != nullptr)) {
    return parsed_number(method, first.text());
  }
  return method == "valueOf" && first.is_number() ? first : Value();
}

}  // namespace

Value call_method(const Value& value, std::string_view method, const Values& arguments,
                  Arena& arena) {
  if (value.is_null()) {
    return {};
  }
  if (const Object* object = value.object()) {
    return object->call(method, arguments, arena);
  }
  if (method == "toString" && arguments.empty()) {
    return value.text();
  }
  if (method == "equals" && arguments.size() == 1) {
    return value.equals(arguments.front());
  }
  if (List* list = value.list()) {
    return list_method(*list, method, arguments, arena);
  }
  if (Map* map = value.map()) {
    return map_method(*map, method, arguments, arena);
  }
  if (const std::string* text = value.string()) {
    return text_method(*text, method, arguments, arena);
  }
  return value.is_number() ? number_method(value, method, arguments) : Value();
}

}  // namespace tombola::services::velocity

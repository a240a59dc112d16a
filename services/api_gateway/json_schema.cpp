// One small check for each keyword; keywords that do not concern a value's type say nothing of it.
#include "services/api_gateway/json_schema.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "services/perl_pattern.h"

namespace tombola::services::api_gateway {
namespace {

using nlohmann::json;

constexpr int depth_max = 64;

std::string type_name(const json& value) {
  switch (value.type()) {
    case json::value_t::null:
      return "null";
    case json::value_t::boolean:
      return "boolean";
    case json::value_t::string:
      return "string";
    case json::value_t::array:
      return "array";
    case json::value_t::object:
      return "object";
    case json::value_t::number_float:
      return std::floor(value.get<double>()) == value.get<double>() ? "integer" : "number";
    default:
      return "integer";
  }
}

std::size_t letters_in(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char letter) {
    return (static_cast<unsigned char>(letter) & 0xC0U) != 0x80;
  }));
}

bool matches(const std::string& pattern, const std::string& text) {
  try {
    return PerlPattern(pattern).is_found_in(text);
  } catch (const std::runtime_error&) {
    return false;
  }
}

class Validation {
 public:
  explicit Validation(const json& root, const FindSchema& find_schema)
      : root_(root), find_schema_(find_schema) {}

  std::vector<std::string> run(const json& schema, const json& value) {
    problems_.clear();
    check(schema, value, 0);
    return problems_;
  }

 private:
  void problem(std::string text) { problems_.push_back(std::move(text)); }

  void check(const json& schema, const json& value, int depth) {
    if (!schema.is_object()) {
      return;
    }
    if (depth > depth_max) {
      return problem("the schema refers to itself without end");
    }
    if (const auto reference = schema.find("$ref"); reference != schema.end()) {
      return check_reference(*reference, value, depth);
    }
    check_type(schema, value);
    check_values(schema, value);
    if (value.is_number()) {
      check_number(schema, value.get<double>());
    } else if (value.is_string()) {
      check_text(schema, value.get_ref<const std::string&>());
    } else if (value.is_array()) {
      check_list(schema, value, depth);
    } else if (value.is_object()) {
      check_object(schema, value, depth);
    }
    check_combinations(schema, value, depth);
  }

  void check_reference(const json& reference, const json& value, int depth) {
    const std::string name = reference.is_string() ? reference.get<std::string>() : "";
    if (name.starts_with('#')) {
      try {
        return check(root_.at(json::json_pointer(name.substr(1))), value, depth + 1);
      } catch (const json::exception&) {
        return problem(fmt::format("the reference {} leads nowhere", name));
      }
    }
    const json* other = find_schema_ ? find_schema_(name) : nullptr;
    if (other == nullptr) {
      return problem(fmt::format("the reference {} leads nowhere", name));
    }
    for (std::string& text : Validation(*other, find_schema_).run_below(*other, value, depth + 1)) {
      problem(std::move(text));
    }
  }

  std::vector<std::string> run_below(const json& schema, const json& value, int depth) {
    check(schema, value, depth);
    return problems_;
  }

  void check_type(const json& schema, const json& value) {
    const auto type = schema.find("type");
    if (type == schema.end()) {
      return;
    }
    const json allowed = type->is_array() ? *type : json::array({*type});
    const std::string actual = type_name(value);
    const bool fits = std::any_of(allowed.begin(), allowed.end(), [&](const json& one) {
      return one == actual || (one == "number" && actual == "integer");
    });
    if (!fits) {
      problem(
          fmt::format("instance type ({}) does not match any allowed primitive type (allowed: {})",
                      actual, allowed.dump()));
    }
  }

  void check_values(const json& schema, const json& value) {
    if (const auto allowed = schema.find("enum");
        allowed != schema.end() &&
        std::find(allowed->begin(), allowed->end(), value) == allowed->end()) {
      problem(fmt::format("instance value ({}) not found in enum (possible values: {})",
                          value.dump(), allowed->dump()));
    }
  }

  void check_number(const json& schema, double value) {
    if (const auto low = number(schema, "minimum")) {
      const bool exclusive = schema.value("exclusiveMinimum", json(false)) == true;
      if (value < *low || (exclusive && value == *low)) {
        problem(
            fmt::format("numeric instance is lower than the required minimum (minimum: {}, "
                        "found: {})",
                        *low, value));
      }
    }
    if (const auto high = number(schema, "maximum")) {
      const bool exclusive = schema.value("exclusiveMaximum", json(false)) == true;
      if (value > *high || (exclusive && value == *high)) {
        problem(
            fmt::format("numeric instance is greater than the required maximum (maximum: {}, "
                        "found: {})",
                        *high, value));
      }
    }
    if (const auto step = number(schema, "multipleOf"); step && *step > 0) {
      const double times = value / *step;
      if (std::abs(times - std::round(times)) > 1e-9) {
        problem(fmt::format("remainder of division is not zero ({} / {})", value, *step));
      }
    }
  }

  static std::optional<double> number(const json& schema, const char* name) {
    const auto found = schema.find(name);
    return found == schema.end() || !found->is_number() ? std::nullopt
                                                        : std::optional(found->get<double>());
  }

  // At least `low` and at most `high` of what is counted.
  void check_count(const json& schema, const char* low, const char* high, std::size_t count,
                   std::string_view what) {
    const auto found = static_cast<double>(count);
    if (const auto least = number(schema, low); least && found < *least) {
      problem(
          fmt::format("{} is too short (length: {}, required minimum: {})", what, count, *least));
    }
    if (const auto most = number(schema, high); most && found > *most) {
      problem(fmt::format("{} is too long (length: {}, maximum allowed: {})", what, count, *most));
    }
  }

  void check_text(const json& schema, const std::string& text) {
    check_count(schema, "minLength", "maxLength", letters_in(text),
                fmt::format("string \"{}\"", text));
    if (const auto pattern = schema.find("pattern"); pattern != schema.end() &&
                                                     pattern->is_string() &&
                                                     !matches(pattern->get<std::string>(), text)) {
      problem(fmt::format("ECMA 262 regex \"{}\" does not match input string \"{}\"",
                          pattern->get<std::string>(), text));
    }
  }

  void check_list(const json& schema, const json& list, int depth) {
    check_count(schema, "minItems", "maxItems", list.size(), "array");
    if (schema.value("uniqueItems", json(false)) == true &&
        std::set<json>(list.begin(), list.end()).size() != list.size()) {
      problem("array must not contain duplicate elements");
    }
    const auto items = schema.find("items");
    if (items == schema.end()) {
      return;
    }
    for (std::size_t i = 0; i < list.size(); ++i) {
      if (items->is_object()) {
        check(*items, list[i], depth + 1);
      } else if (items->is_array() && i < items->size()) {
        check((*items)[i], list[i], depth + 1);
      } else if (const auto more = schema.find("additionalItems");
                 items->is_array() && more != schema.end()) {
        if (*more == false) {
          return problem("array has more elements than are allowed");
        }
        check(*more, list[i], depth + 1);
      }
    }
  }

  void check_object(const json& schema, const json& object, int depth) {
    check_count(schema, "minProperties", "maxProperties", object.size(), "object");
    check_required(schema, object);
    const auto properties = schema.find("properties");
    json unknown = json::array();
    for (const auto& [name, value] : object.items()) {
      bool is_known = false;
      if (properties != schema.end() && properties->contains(name)) {
        is_known = true;
        check(properties->at(name), value, depth + 1);
      }
      if (const auto patterns = schema.find("patternProperties"); patterns != schema.end()) {
        for (const auto& [pattern, inner] : patterns->items()) {
          if (matches(pattern, name)) {
            is_known = true;
            check(inner, value, depth + 1);
          }
        }
      }
      const auto more = schema.find("additionalProperties");
      if (!is_known && more != schema.end()) {
        if (*more == false) {
          unknown.push_back(name);
        } else {
          check(*more, value, depth + 1);
        }
      }
    }
    if (!unknown.empty()) {
      problem(fmt::format("object instance has properties which are not allowed by the schema: {}",
                          unknown.dump()));
    }
  }

  void check_required(const json& schema, const json& object) {
    json missing = json::array();
    if (const auto required = schema.find("required");
        required != schema.end() && required->is_array()) {
      for (const json& name : *required) {
        if (name.is_string() && !object.contains(name.get<std::string>())) {
          missing.push_back(name);
        }
      }
    }
    if (!missing.empty()) {
      problem(fmt::format("object has missing required properties ({})", missing.dump()));
    }
    if (const auto dependencies = schema.find("dependencies");
        dependencies != schema.end() && dependencies->is_object()) {
      for (const auto& [name, wanted] : dependencies->items()) {
        if (!object.contains(name) || !wanted.is_array()) {
          continue;
        }
        for (const json& other : wanted) {
          if (other.is_string() && !object.contains(other.get<std::string>())) {
            problem(fmt::format("property \"{}\" needs \"{}\"", name, other.get<std::string>()));
          }
        }
      }
    }
  }

  bool fits(const json& schema, const json& value, int depth) {
    return Validation(root_, find_schema_).run_below(schema, value, depth + 1).empty();
  }

  void check_combinations(const json& schema, const json& value, int depth) {
    if (const auto all = schema.find("allOf"); all != schema.end()) {
      for (const json& one : *all) {
        check(one, value, depth + 1);
      }
    }
    const auto count = [&](const json& schemas) {
      return std::count_if(schemas.begin(), schemas.end(),
                           [&](const json& one) { return fits(one, value, depth); });
    };
    if (const auto any = schema.find("anyOf"); any != schema.end() && count(*any) == 0) {
      problem("instance failed to match at least one required schema among " +
              std::to_string(any->size()));
    }
    if (const auto one = schema.find("oneOf"); one != schema.end()) {
      if (const auto matching = count(*one); matching != 1) {
        problem(fmt::format("instance failed to match exactly one schema (matched {} out of {})",
                            matching, one->size()));
      }
    }
    if (const auto no = schema.find("not"); no != schema.end() && fits(*no, value, depth)) {
      problem("instance matched a schema which it should not have");
    }
  }

  const json& root_;
  const FindSchema& find_schema_;
  std::vector<std::string> problems_;
};

}  // namespace

std::vector<std::string> schema_problems(const json& schema, const json& value,
                                         const FindSchema& find_schema) {
  return Validation(schema, find_schema).run(schema, value);
}

}  // namespace tombola::services::api_gateway

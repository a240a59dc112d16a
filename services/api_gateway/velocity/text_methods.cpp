#include "services/api_gateway/velocity/text_methods.h"

#include <algorithm>
#include <cctype>

#include <boost/regex.hpp>

#include "services/api_gateway/velocity/parser.h"

namespace tombola::services::velocity {
namespace {

std::string mapped(std::string text, int (*change)(int)) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [&](unsigned char letter) { return static_cast<char>(change(letter)); });
  return text;
}

std::string trimmed(const std::string& text) {
  constexpr std::string_view blanks = " \t\r\n\f\v";
  const std::size_t begin = text.find_first_not_of(blanks);
  return begin == std::string::npos ? ""
                                    : text.substr(begin, text.find_last_not_of(blanks) + 1 - begin);
}

std::string with_all_replaced(std::string text, const std::string& what, const std::string& by) {
  for (std::size_t at = what.empty() ? std::string::npos : text.find(what); at != std::string::npos;
       at = text.find(what, at + by.size())) {
    text.replace(at, what.size(), by);
  }
  return text;
}

// Boost throws when an expression is not well formed, and when matching it would take forever.
template <typename Work>
Value with_regex(const std::string& pattern, const Work& work) {
  try {
    return work(boost::regex(pattern));
  } catch (const std::runtime_error& error) {
    throw TemplateError("the regular expression " + pattern + ": " + error.what());
  }
}

Value split(const std::string& text, const boost::regex& pattern, Arena& arena) {
  List* parts = arena.new_list();
  const boost::sregex_token_iterator end;
  for (boost::sregex_token_iterator part(text.begin(), text.end(), pattern, -1); part != end;
       ++part) {
    parts->values.push_back(part->str());
  }
  while (!parts->values.empty() && parts->values.back().text().empty()) {
    parts->values.pop_back();  // as Java's does
  }
  return parts;
}

std::int64_t position(std::size_t found) {
  return found == std::string::npos ? -1 : static_cast<std::int64_t>(found);
}

Value plain_method(const std::string& text, std::string_view method) {
  if (method == "length") {
    return static_cast<std::int64_t>(text.size());
  }
  if (method == "isEmpty") {
    return text.empty();
  }
  if (method == "isBlank") {
    return trimmed(text).empty();
  }
  if (method == "toLowerCase") {
    return mapped(text, std::tolower);
  }
  if (method == "toUpperCase") {
    return mapped(text, std::toupper);
  }
  return method == "trim" || method == "strip" ? Value(trimmed(text)) : Value();
}

Value method_with_text(const std::string& text, std::string_view method, const std::string& other,
                       Arena& arena) {
  if (method == "contains") {
    return text.find(other) != std::string::npos;
  }
  if (method == "startsWith") {
    return text.starts_with(other);
  }
  if (method == "endsWith") {
    return text.ends_with(other);
  }
  if (method == "indexOf") {
    return position(text.find(other));
  }
  if (method == "lastIndexOf") {
    return position(text.rfind(other));
  }
  if (method == "equalsIgnoreCase") {
    return mapped(text, std::tolower) == mapped(other, std::tolower);
  }
  if (method == "concat") {
    return text + other;
  }
  if (method == "compareTo") {
    return std::int64_t{text.compare(other)};
  }
  if (method == "valueOf") {  // static: $String.valueOf(5)
    return other;
  }
  if (method == "matches") {
    return with_regex(other,
                      [&](const boost::regex& regex) { return boost::regex_match(text, regex); });
  }
  if (method == "split") {
    return with_regex(other, [&](const boost::regex& regex) { return split(text, regex, arena); });
  }
  return {};
}

Value substring(const std::string& text, const Values& arguments) {
  const auto size = static_cast<std::int64_t>(text.size());
  const std::int64_t begin = *arguments[0].integer();
  const std::int64_t* given_end = arguments.size() > 1 ? arguments[1].integer() : &size;
  if (given_end == nullptr || begin < 0 || begin > *given_end || *given_end > size) {
    return {};
  }
  return text.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(*given_end - begin));
}

Value replaced(const std::string& text, std::string_view method, const std::string& what,
               const std::string& by) {
  if (method == "replace") {
    return with_all_replaced(text, what, by);
  }
  if (method != "replaceAll" && method != "replaceFirst") {
    return {};
  }
  const auto flags =
      method == "replaceAll" ? boost::format_perl : boost::format_perl | boost::format_first_only;
  return with_regex(what, [&](const boost::regex& regex) {
    return boost::regex_replace(text, regex, by, flags);
  });
}

}  // namespace

Value text_method(const std::string& text, std::string_view method, const Values& arguments,
                  Arena& arena) {
  if (arguments.empty()) {
    return plain_method(text, method);
  }
  const bool is_counted = arguments[0].integer() != nullptr;
  if (method == "substring" && is_counted) {
    return substring(text, arguments);
  }
  if (method == "charAt" && is_counted) {
    const auto at = static_cast<std::size_t>(*arguments[0].integer());
    return at < text.size() ? Value(std::string(1, text[at])) : Value();
  }
  return arguments.size() == 1 ? method_with_text(text, method, arguments[0].text(), arena)
                               : replaced(text, method, arguments[0].text(), arguments[1].text());
}

}  // namespace tombola::services::velocity

#include "operations/lambda/function_name.h"

#include <algorithm>
#include <cctype>
#include <vector>

#include <fmt/format.h>

#include "operations/lambda/lambda_error.h"

namespace tombola::operations::lambda {
namespace {

using dynamodb::Shape;

constexpr std::string_view function_name_pattern =
    R"((arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:)?)"
    R"((\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\$LATEST|[a-zA-Z0-9-_]+))?)";
constexpr std::string_view namespaced_function_name_pattern =
    R"((arn:(aws[a-zA-Z-]*)?:lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:\d{12}:|)"
    R"((((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:)?(\d{12}:)?))(function:)?)"
    R"(([a-zA-Z0-9-_\.]+)(:(\$LATEST(\.PUBLISHED)?|[a-zA-Z0-9-_]+))?)";
constexpr std::string_view qualifier_pattern = R"(\$(LATEST(\.PUBLISHED)?)|[a-zA-Z0-9-_$]+)";

bool is_word_letter(char letter) {
  return std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '-' || letter == '_';
}

bool is_word(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_word_letter);
}

bool is_account(std::string_view text) {
  constexpr std::size_t account_digits = 12;
  return text.size() == account_digits &&
         text.find_first_not_of("0123456789") == std::string_view::npos;
}

// us-east-1, us-gov-west-1: letters, in two or more words, and one digit at the end.
bool is_region(std::string_view text) {
  const std::size_t first = text.find('-');
  const std::size_t last = text.rfind('-');
  return first == 2 && last != first && last + 2 == text.size() &&
         std::isdigit(static_cast<unsigned char>(text.back())) != 0 &&
         std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(last),
                     [](char letter) { return (letter >= 'a' && letter <= 'z') || letter == '-'; });
}

bool is_partition(std::string_view text) {
  return text.empty() || (text.starts_with("aws") &&
                          std::all_of(text.begin(), text.end(), [](unsigned char letter) {
                            return std::isalpha(letter) != 0 || letter == '-';
                          }));
}

bool is_qualifier(std::string_view text) {
  return text == "$LATEST" || is_word(text);
}

bool is_function_name(std::string_view text) {
  return parse_function_name(text).has_value();
}

bool is_qualifier_parameter(std::string_view text) {
  return text == "$LATEST.PUBLISHED" ||
         (!text.empty() && std::all_of(text.begin(), text.end(), [](char letter) {
           return is_word_letter(letter) || letter == '$';
         }));
}

std::vector<std::string_view> split(std::string_view text) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t colon = text.find(':');
    parts.push_back(text.substr(0, colon));
    if (colon == std::string_view::npos) {
      return parts;
    }
    text.remove_prefix(colon + 1);
  }
}

}  // namespace

Shape function_name_shape() {
  return Shape::string().length(1, 140).pattern(function_name_pattern, is_function_name);
}

Shape namespaced_function_name_shape() {
  return Shape::string().length(1, 256).pattern(namespaced_function_name_pattern, is_function_name);
}

Shape qualifier_shape() {
  return Shape::string().length(1, 128).pattern(qualifier_pattern, is_qualifier_parameter);
}

Shape max_items_shape() {
  return Shape::integer().range(1, 10'000);
}

// What may be left out is taken when it is there and something follows, as the pattern does.
std::optional<FunctionNameParts> parse_function_name(std::string_view text) {
  const std::vector<std::string_view> words = split(text);
  FunctionNameParts parts;
  std::size_t at = 0;
  const auto more_follow = [&] { return at + 1 < words.size(); };
  if (words[0] == "arn" && words.size() > 3) {
    if (!is_partition(words[1]) || words[2] != "lambda") {
      return std::nullopt;
    }
    at = 3;
  }
  if (more_follow() && is_region(words[at])) {
    parts.region = words[at++];
  }
  if (more_follow() && is_account(words[at])) {
    parts.account = words[at++];
  }
  if (more_follow() && words[at] == "function") {
    ++at;
  }
  parts.name = words[at++];
  if (at < words.size()) {
    parts.qualifier = words[at++];
    if (!is_qualifier(parts.qualifier)) {
      return std::nullopt;
    }
  }
  return is_word(parts.name) && at == words.size() ? std::optional(std::move(parts)) : std::nullopt;
}

FunctionReference resolve_function(std::string_view function_name,
                                   std::optional<std::string_view> qualifier,
                                   const dynamodb::Namespace& name_space) {
  const FunctionNameParts parts = parse_function_name(function_name).value();
  if (!parts.region.empty() && parts.region != name_space.region) {
    throw LambdaError::resource_not_found(
        fmt::format("Functions from '{}' are not reachable in this region ('{}')", parts.region,
                    name_space.region));
  }
  if (!parts.account.empty() && parts.account != name_space.account) {
    throw LambdaError::access_denied(
        fmt::format("Functions of account {} are not reachable in account {}", parts.account,
                    name_space.account));
  }
  if (qualifier && !parts.qualifier.empty() && parts.qualifier != *qualifier) {
    throw LambdaError::invalid_parameter(
        "The derived qualifier from the function name does not match the specified qualifier.");
  }
  return {parts.name, qualifier ? std::string(*qualifier) : parts.qualifier};
}

void throw_function_not_found(const FunctionReference& function,
                              const dynamodb::Namespace& name_space) {
  throw LambdaError::resource_not_found(
      fmt::format("Function not found: arn:aws:lambda:{}:{}:function:{}{}{}", name_space.region,
                  name_space.account, function.name, function.qualifier.empty() ? "" : ":",
                  function.qualifier));
}

}  // namespace tombola::operations::lambda

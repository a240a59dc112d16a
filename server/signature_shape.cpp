#include "server/signature_shape.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include <fmt/format.h>

namespace tombola::server {
namespace {

// In the order in which AWS names what is missing.
constexpr std::array<std::string_view, 5> query_parameters = {
    "X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Signature", "X-Amz-SignedHeaders", "X-Amz-Date"};
constexpr std::array<std::string_view, 3> header_parameters = {"Credential", "Signature",
                                                               "SignedHeaders"};

bool contains(const std::vector<http::QueryParameter>& parameters, std::string_view name) {
  return std::any_of(parameters.begin(), parameters.end(),
                     [&](const http::QueryParameter& parameter) { return parameter.name == name; });
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && text.front() == ' ') {
    text.remove_prefix(1);
  }
  while (!text.empty() && text.back() == ' ') {
    text.remove_suffix(1);
  }
  return text;
}

// AWS4-HMAC-SHA256 Credential=..., SignedHeaders=..., Signature=...
bool has_parameter(std::string_view authorization, std::string_view name) {
  const std::size_t space = authorization.find(' ');
  if (space == std::string_view::npos) {
    return false;
  }
  std::string_view rest = authorization.substr(space + 1);
  while (!rest.empty()) {
    const std::size_t comma = rest.find(',');
    const std::string_view part = trim(rest.substr(0, comma));
    if (part.size() > name.size() + 1 && part.starts_with(name) && part[name.size()] == '=') {
      return true;
    }
    rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
  }
  return false;
}

std::optional<SignatureRefusal> check_query(const std::vector<http::QueryParameter>& query) {
  std::string missing;
  for (const std::string_view name : query_parameters) {
    if (!contains(query, name)) {
      missing += fmt::format("AWS query-string parameters must include '{}'. ", name);
    }
  }
  if (missing.empty()) {
    return std::nullopt;
  }
  return SignatureRefusal{"IncompleteSignatureException",
                          missing + "Re-examine the query-string parameters."};
}

std::optional<SignatureRefusal> check_header(const http::Request& request,
                                             std::string_view authorization) {
  std::string missing;
  for (const std::string_view name : header_parameters) {
    if (!has_parameter(authorization, name)) {
      missing += fmt::format("Authorization header requires '{}' parameter. ", name);
    }
  }
  if (!http::has_header(request.headers, "X-Amz-Date") &&
      !http::has_header(request.headers, "Date")) {
    missing +=
        "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ";
  }
  if (missing.empty()) {
    return std::nullopt;
  }
  return SignatureRefusal{"IncompleteSignatureException",
                          fmt::format("{}Authorization={}", missing, authorization)};
}

}  // namespace

std::optional<SignatureRefusal> check_signature_shape(const http::Request& request) {
  const std::string_view authorization = request.header("Authorization");
  if (!request.query().empty()) {
    const std::vector<http::QueryParameter> query = http::parse_query(request.query());
    if (!authorization.empty() && contains(query, "X-Amz-Algorithm")) {
      return SignatureRefusal{"InvalidSignatureException",
                              "Found both 'X-Amz-Algorithm' as a query-string param and "
                              "'Authorization' as HTTP header."};
    }
    const bool query_form =
        std::any_of(query_parameters.begin(), query_parameters.end(),
                    [&](std::string_view name) { return contains(query, name); });
    if (authorization.empty() && query_form) {
      return check_query(query);
    }
  }
  if (!authorization.starts_with("AWS4-")) {
    return SignatureRefusal{"MissingAuthenticationTokenException",
                            "Request is missing Authentication Token"};
  }
  return check_header(request, authorization);
}

}  // namespace tombola::server

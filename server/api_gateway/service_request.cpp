#include "server/api_gateway/service_request.h"

#include <algorithm>
#include <array>
#include <ctime>

#include <fmt/format.h>

#include "server/media_type.h"
#include "server/service_wire.h"
#include "server/signature.h"

namespace tombola::server {
namespace {

using services::api_gateway::NamedTexts;

constexpr std::string_view form_type = "application/x-www-form-urlencoded";
constexpr std::string_view json_type = "application/x-amz-json-1.0";

// Services that speak JSON, by the prefix of their targets.
std::string_view json_target(std::string_view service) {
  if (service == "dynamodb") {
    return "DynamoDB_20120810.";
  }
  if (service == "streams.dynamodb") {
    return "DynamoDBStreams_20120810.";
  }
  const ServiceWire* wire = wire_of_signed_name(service);
  return wire == nullptr || !wire->query_version.empty() ? "" : wire->json_target;
}

std::string_view query_version(std::string_view service) {
  const ServiceWire* wire = wire_of_signed_name(service);
  return wire == nullptr ? "" : wire->query_version;
}

bool has_parameter(std::string_view form, std::string_view name) {
  const auto parameters = http::parse_query(form);
  return std::any_of(parameters.begin(), parameters.end(),
                     [&](const http::QueryParameter& parameter) { return parameter.name == name; });
}

void add_parameter(std::string& form, std::string_view name, std::string_view value) {
  form += fmt::format("{}{}={}", form.empty() ? "" : "&", name, http::percent_encode(value));
}

std::string time_text(std::int64_t now_ms) {
  const std::time_t seconds = now_ms / 1000;
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  std::array<char, 20> text{};
  return {text.data(), std::strftime(text.data(), text.size(), "%Y%m%dT%H%M%SZ", &utc)};
}

void sign(http::Request& request, const ServiceAddress& address, const ServiceSigner& signer) {
  const std::string time = time_text(signer.now_ms);
  request.headers.push_back({"X-Amz-Date", time});
  Signature signature;
  signature.access_key_id = signer.access_key_id;
  signature.date = time.substr(0, 8);
  signature.region = address.region;
  signature.service = address.service == "streams.dynamodb" ? "dynamodb" : address.service;
  signature.terminator = "aws4_request";
  signature.signed_headers = {"host", "x-amz-date"};
  signature.time_text = time;
  request.headers.push_back(
      {"Authorization",
       fmt::format("AWS4-HMAC-SHA256 Credential={}/{}/{}/{}/{}, SignedHeaders=host;x-amz-date, "
                   "Signature={}",
                   signature.access_key_id, signature.date, signature.region, signature.service,
                   signature.terminator, signature_value(request, signature, signer.secret))});
}

void set_default_header(http::Request& request, const char* name, std::string_view value) {
  if (!http::has_header(request.headers, name)) {
    request.headers.push_back({name, std::string(value)});
  }
}

// The Query protocol wants a version, and SQS the queue, which stands in the path.
void complete_query(const ServiceAddress& address, http::Request& request, std::string& query) {
  const std::string form = query + "&" + request.body;
  if (!has_parameter(form, "Version")) {
    add_parameter(query, "Version", query_version(address.service));
  }
  if (address.service == "sqs" && !address.is_action && !has_parameter(form, "QueueUrl")) {
    add_parameter(query, "QueueUrl", fmt::format("http://localhost/{}", address.rest));
  }
}

}  // namespace

std::optional<ServiceAddress> service_address(std::string_view uri) {
  constexpr std::string_view before = "arn:aws";
  constexpr std::string_view service = ":apigateway:";
  const std::size_t start = uri.find(service);
  if (!uri.starts_with(before) || start == std::string_view::npos) {
    return std::nullopt;
  }
  uri.remove_prefix(start + service.size());
  const std::size_t region_end = uri.find(':');
  const std::size_t service_end = uri.find(':', region_end + 1);
  if (region_end == std::string_view::npos || service_end == std::string_view::npos) {
    return std::nullopt;
  }
  ServiceAddress address;
  address.region = uri.substr(0, region_end);
  address.service = uri.substr(region_end + 1, service_end - region_end - 1);
  const std::string_view rest = uri.substr(service_end + 1);
  const std::size_t slash = rest.find('/');
  const std::string_view kind = rest.substr(0, slash);
  if (slash == std::string_view::npos || (kind != "action" && kind != "path")) {
    return std::nullopt;
  }
  address.is_action = kind == "action";
  address.rest = rest.substr(slash + 1);
  if (const std::size_t dot = address.service.rfind(".s3"); dot != std::string::npos) {
    address.rest = address.service.substr(0, dot) + "/" + address.rest;
    address.service = "s3";
  }
  return address;
}

http::Request service_request(const ServiceAddress& address, const std::string& method,
                              const IntegrationRequest& mapped, const ServiceSigner& signer) {
  http::Request request;
  request.method = method.empty() || method == "ANY" ? "POST" : method;
  request.body = mapped.body;
  request.remote_address = "127.0.0.1";
  request.headers = {{"Host", "localhost"}};
  for (const auto& [name, value] : mapped.headers) {
    if (!http::equals_ignoring_case(name, "Host")) {
      request.headers.push_back({name, value});
    }
  }
  std::string query;
  for (const auto& [name, value] : mapped.query) {
    add_parameter(query, http::percent_encode(name), value);
  }
  std::string path = "/" + (address.is_action ? std::string() : address.rest);
  for (const auto& [name, value] : mapped.path) {
    const std::string mark = "{" + name + "}";
    if (const std::size_t at = path.find(mark); at != std::string::npos) {
      path.replace(at, mark.size(), value);
    }
  }
  const std::string_view target = json_target(address.service);
  const bool has_target = http::has_header(request.headers, "X-Amz-Target");
  if (address.is_action && (!target.empty() || has_target)) {
    set_default_header(request, "X-Amz-Target", std::string(target) + address.rest);
    set_default_header(request, "Content-Type", json_type);
  } else if (!query_version(address.service).empty() && !has_target) {
    if (address.is_action) {
      add_parameter(query, "Action", address.rest);
    }
    ServiceAddress filled = address;
    filled.rest = path.substr(1);
    complete_query(filled, request, query);
    set_default_header(request, "Content-Type", form_type);
    set_default_header(request, "Accept", "application/json");
  } else {
    set_default_header(request, "Content-Type", "application/json");
  }
  request.target = query.empty() ? path : path + "?" + query;
  sign(request, address, signer);
  return request;
}

}  // namespace tombola::server

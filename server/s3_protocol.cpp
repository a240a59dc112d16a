#include "server/s3_protocol.h"

#include <algorithm>
#include <exception>
#include <utility>

#include <fmt/format.h>

#include "dynamodb/api_error.h"
#include "dynamodb/limits.h"
#include "server/aws_chunked.h"
#include "server/caller_policy.h"
#include "server/internal_failure.h"
#include "server/request_id.h"
#include "server/signature.h"
#include "services/s3/asset_bucket.h"
#include "services/s3/s3_error.h"
#include "services/s3/xml.h"
#include "services/services.h"

namespace tombola::server {
namespace {

using operations::Operation;
using operations::s3::S3Answer;
using operations::s3::S3Request;
using services::ServiceError;

constexpr std::string_view signed_service = "s3";

std::string_view host_of(const http::Request& request) {
  const std::string_view host = request.header("Host");
  return host.substr(0, host.rfind(':') == std::string_view::npos ? host.size() : host.rfind(':'));
}

// The bucket that the host names: of <bucket>.s3.localhost, <bucket>.s3.<region>.localhost and
// <bucket>.localhost; empty when it names none.
std::string bucket_of_host(std::string_view host) {
  constexpr std::string_view local = ".localhost";
  if (!host.ends_with(local)) {
    return "";
  }
  const std::string_view name = host.substr(0, host.size() - local.size());
  if (name == "s3" || name.starts_with("s3.")) {
    return "";
  }
  const std::size_t service = name.ends_with(".s3") ? name.size() - 3 : name.find(".s3.");
  return std::string(name.substr(0, service));
}

bool is_s3_host(std::string_view host) {
  return host == "s3.localhost" || host.ends_with(".s3.localhost") ||
         (host.ends_with(".localhost") &&
          (host.find(".s3.") != std::string_view::npos || host.starts_with("s3.")));
}

// A query signed as Signature Version 2 does it, which boto3 still does for presigned URLs.
bool has_old_signature(std::string_view query) {
  return query.find("AWSAccessKeyId=") != std::string_view::npos &&
         query.find("Signature=") != std::string_view::npos;
}

S3Request s3_request_of(const http::Request& request) {
  S3Request out;
  std::string_view path = request.path();
  path.remove_prefix(path.starts_with('/') ? 1 : 0);
  out.bucket = bucket_of_host(host_of(request));
  if (out.bucket.empty()) {
    const std::size_t slash = std::min(path.find('/'), path.size());
    out.bucket = http::percent_decode(path.substr(0, slash), false);
    path.remove_prefix(std::min(slash + 1, path.size()));
  }
  out.key = http::percent_decode(path, false);
  for (http::QueryParameter& parameter : http::parse_query(request.query())) {
    out.query.emplace_back(std::move(parameter.name), std::move(parameter.value));
  }
  for (const http::Header& header : request.headers) {
    out.headers.emplace_back(header.name, header.value);
  }
  return out;
}

void take_body(http::Request& request, S3Request& out) {
  if (!is_aws_chunked(request)) {
    out.body = std::move(request.body);
    return;
  }
  auto decoded = decode_aws_chunked(request.body);
  const std::string_view size = request.header("x-amz-decoded-content-length");
  if (!decoded || (!size.empty() && size != std::to_string(decoded->bytes.size()))) {
    throw ServiceError("IncompleteBody",
                       "You did not provide the number of bytes specified by the Content-Length "
                       "HTTP header");
  }
  out.body = std::move(decoded->bytes);
  for (http::Header& trailer : decoded->trailers) {
    out.headers.emplace_back(std::move(trailer.name), std::move(trailer.value));
  }
}

ServiceError error_of(const SignatureRefusal& refusal) {
  if (refusal.error_name == "MissingAuthenticationTokenException") {
    return ServiceError("AccessDenied", "Access Denied", 403);
  }
  if (refusal.error_name == "UnrecognizedClientException") {
    return ServiceError("InvalidAccessKeyId",
                        "The AWS Access Key Id you provided does not exist in our records.", 403);
  }
  if (refusal.error_name == "InvalidSignatureException") {
    return ServiceError("SignatureDoesNotMatch", refusal.message, 403);
  }
  return ServiceError("AuthorizationHeaderMalformed", refusal.message);
}

http::Response dress(S3Answer answer, const http::Request& request) {
  http::Response response{answer.status, {}, std::move(answer.body)};
  response.headers.push_back({"x-amz-request-id", make_request_id().substr(0, 16)});
  response.headers.push_back({"x-amz-id-2", make_request_id()});
  for (auto& [name, value] : answer.headers) {
    response.headers.push_back({std::move(name), std::move(value)});
  }
  if (!answer.root.empty()) {
    response.headers.push_back({"Content-Type", "application/xml"});
    response.body = services::s3::xml_of(answer.root, answer.document);
  }
  add_cors_headers(response.headers, request);
  return response;
}

// As though `cdk bootstrap` had been run.
void make_asset_bucket(services::s3::ObjectStore& store, const std::string& name) {
  if (auto bucket = services::s3::asset_bucket(name); bucket && !store.find_bucket(name)) {
    store.create_bucket(std::move(*bucket));
  }
}

S3Answer error_answer(const ServiceError& error, const std::string& resource) {
  S3Answer answer;
  answer.status = error.status();
  answer.root = "Error";
  answer.document = {{"Code", error.code()}, {"Message", error.message()}};
  for (const auto& [name, value] : error.details()) {
    answer.document[name] = value;
  }
  answer.document["Resource"] = resource;
  answer.document["RequestId"] = make_request_id().substr(0, 16);
  answer.document["HostId"] = make_request_id();
  return answer;
}

}  // namespace

S3Protocol::S3Protocol(Parts parts) : parts_(std::move(parts)) {
  for (const Operation& operation : operations::all_operations()) {
    if (operation.service == operations::Service::S3) {
      routes_.push_back(parse_route(operation));
    }
  }
}

S3Protocol::Route S3Protocol::parse_route(const Operation& operation) {
  std::string_view text = operation.rest_request;
  Route route{&operation, std::string(text.substr(0, text.find(' '))), 0, {}, ""};
  text.remove_prefix(text.find(' ') + 1);
  if (const std::size_t space = text.find(' '); space != std::string_view::npos) {
    route.header = text.substr(space + 1);
    text = text.substr(0, space);
  }
  const std::size_t question = std::min(text.find('?'), text.size());
  const std::string_view path = text.substr(0, question);
  route.depth = static_cast<int>(std::count(path.begin(), path.end(), '{'));
  std::string_view parameters = text.substr(std::min(question + 1, text.size()));
  while (!parameters.empty()) {
    const std::size_t end = std::min(parameters.find('&'), parameters.size());
    route.parameters.emplace_back(parameters.substr(0, end));
    parameters.remove_prefix(std::min(end + 1, parameters.size()));
  }
  return route;
}

bool S3Protocol::owns(const http::Request& request) {
  const std::string_view authorization = request.header("Authorization");
  if (!authorization.empty()) {
    return authorization.find("/s3/aws4_request") != std::string_view::npos ||
           authorization.starts_with("AWS ");
  }
  const std::string_view query = request.query();
  return query.find("%2Fs3%2Faws4_request") != std::string_view::npos ||
         query.find("/s3/aws4_request") != std::string_view::npos || has_old_signature(query) ||
         is_s3_host(host_of(request));
}

// As much as the largest code of a function, for which it is used here.
http::BodyLimit S3Protocol::body_limit() {
  return {limits::function_code_unzipped_bytes_max,
          dress(error_answer(ServiceError("EntityTooLarge",
                                          "Your proposed upload exceeds the maximum allowed size"),
                             ""),
                {})};
}

void S3Protocol::handle(http::Request request, http::Responder respond) {
  if (request.method == "OPTIONS" && http::has_header(request.headers, "Origin")) {
    return respond(preflight_answer(request));
  }
  struct Work {
    http::Request request;
    http::Responder respond;
  };
  auto work = std::make_shared<Work>(Work{std::move(request), std::move(respond)});
  parts_.workers.post([this, work] { work->respond(answer(work->request)); });
}

// The one place where errors become answers.
http::Response S3Protocol::answer(http::Request& request) {
  std::string resource;
  S3Answer failure;
  try {
    return dress(run(request, resource), request);
  } catch (const ServiceError& error) {
    failure = error_answer(error, resource);
  } catch (const dynamodb::ApiError& error) {
    failure = error_answer(ServiceError(error.name(), error.message()), resource);
  } catch (const std::exception& error) {
    parts_.report(fmt::format("{} {} failed: {}", request.method, request.path(), error.what()));
    failure = error_answer(
        ServiceError("InternalError", internal_failure_text(internal_error_words, error), 500),
        resource);
  }
  return dress(std::move(failure), request);
}

S3Answer S3Protocol::run(http::Request& request, std::string& resource) {
  S3Request s3_request = s3_request_of(request);
  resource = "/" + s3_request.bucket + (s3_request.key.empty() ? "" : "/" + s3_request.key);
  const Operation* operation = find_operation(request.method, s3_request);
  if (operation == nullptr) {
    throw ServiceError("MethodNotAllowed",
                       "The specified method is not allowed against this resource.", 405);
  }
  if (!operation->is_served()) {
    throw services::s3::not_implemented(operation->name);
  }
  // A signature of the old kind is believed only where any is.
  const bool is_old = has_old_signature(request.query()) && !parts_.identity.verifies();
  const auto refusal = is_old ? std::nullopt : parts_.identity.check(request, signed_service);
  if (refusal) {
    throw error_of(*refusal);
  }
  operations::OperationContext context = parts_.context;
  context.name_space = parts_.identity.name_space(request);
  take_body(request, s3_request);
  if (operation->name != "CreateBucket" && operation->name != "DeleteBucket") {
    make_asset_bucket(context.services->objects(), s3_request.bucket);
  }
  return operation->run_s3(context, s3_request);
}

const Operation* S3Protocol::find_operation(const std::string& method,
                                            const S3Request& request) const {
  const int depth = request.bucket.empty() ? 0 : request.key.empty() ? 1 : 2;
  for (const Route& route : routes_) {
    const bool parameters_there =
        std::all_of(route.parameters.begin(), route.parameters.end(),
                    [&](const std::string& name) { return request.parameter(name).has_value(); });
    if (route.method == method && route.depth == depth && parameters_there &&
        (route.header.empty() || request.header(route.header))) {
      return route.operation;
    }
  }
  return nullptr;
}

}  // namespace tombola::server

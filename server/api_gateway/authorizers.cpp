#include "server/api_gateway/authorizers.h"

#include <algorithm>

#include <fmt/format.h>

#include "server/api_gateway/api_gateway_limits.h"
#include "server/api_gateway/integration_target.h"
#include "server/api_gateway/jwt.h"
#include "server/api_gateway/pending_outcome.h"
#include "server/signature.h"

namespace tombola::server {
namespace {

using nlohmann::ordered_json;
using triggers::InvokeResult;

constexpr std::string_view signed_service = "execute-api";

// Null: the API has none of that id.
const AuthorizerDocument* authorizer_of(const ApiCall& call) {
  const auto found = call.api->authorizers.find(call.route.method->value("authorizerId", ""));
  return found == call.api->authorizers.end() ? nullptr : &found->second;
}

std::vector<std::string> texts(const AuthorizerDocument& document, const char* name) {
  const auto found = document.find(name);
  return found == document.end() || !found->is_array() ? std::vector<std::string>()
                                                       : found->get<std::vector<std::string>>();
}

void name_caller(ApiCall& call, const std::string& access_key, const std::string& account) {
  const std::string arn = fmt::format("arn:aws:iam::{}:root", account);
  if (!call.is_rest()) {
    call.gateway.authorizer_json = ordered_json{
        {"iam",
         {{"accessKey", access_key},
          {"accountId", account},
          {"callerId", account},
          {"cognitoIdentity", nullptr},
          {"principalOrgId", nullptr},
          {"userArn", arn},
          {"userId", account}}}}.dump();
    return;
  }
  call.gateway.identity_json = ordered_json{
      {"accountId", account},
      {"caller", account},
      {"accessKey", access_key},
      {"userArn", arn},
      {"user", account}}.dump();
}

bool says_unauthorized(const InvokeResult& result) {
  const auto error = nlohmann::json::parse(result.payload, nullptr, false);
  return error.is_object() && error.value("errorMessage", nlohmann::json()) == "Unauthorized";
}

bool has_scope(const std::vector<std::string>& wanted, const std::vector<std::string>& given) {
  return std::any_of(wanted.begin(), wanted.end(), [&](const std::string& scope) {
    return std::find(given.begin(), given.end(), scope) != given.end();
  });
}

// What clients are told of a token that will not do: RFC 6750.
void refuse_token(ApiCall& call, const GatewayError& error, std::string_view code,
                  std::string_view description) {
  const std::vector<std::string> scopes = texts(*call.route.method, "authorizationScopes");
  http::Response response = refusal(call, error);
  response.headers.push_back(
      {"www-authenticate",
       code.empty() ? "Bearer"
                    : fmt::format(R"(Bearer scope="{}" error="{}" error_description="{}")",
                                  fmt::join(scopes, " "), code, description)});
  call.respond(std::move(response));
}

// https://cognito-idp.<region>.amazonaws.com/<pool>, of arn:aws:cognito-idp:<region>:...:userpool/<pool>
std::string issuer_of_pool(const std::string& arn) {
  constexpr std::string_view service = ":cognito-idp:";
  const std::size_t found = arn.find(service);
  if (found == std::string::npos) {
    return "";
  }
  const std::size_t region = found + service.size();
  return fmt::format("https://cognito-idp.{}.amazonaws.com/{}",
                     arn.substr(region, arn.find(':', region) - region),
                     arn.substr(arn.rfind('/') + 1));
}

}  // namespace

// Answers of authorizers' functions, by authorizer, stage and identity.
struct Authorizers::Cache {
  struct Kept {
    std::string payload;
    std::int64_t until_ms = 0;
  };
  std::mutex mutex;
  std::unordered_map<std::string, Kept> kept;

  std::optional<std::string> find(const std::string& key, std::int64_t now_ms) {
    const std::lock_guard lock(mutex);
    const auto found = kept.find(key);
    return found == kept.end() || found->second.until_ms <= now_ms
               ? std::nullopt
               : std::optional(found->second.payload);
  }

  void keep(const std::string& key, const std::string& payload, std::int64_t now_ms,
            std::int64_t seconds) {
    if (seconds <= 0) {
      return;
    }
    const std::lock_guard lock(mutex);
    if (kept.size() >= api_limits::authorizer_results_max) {
      std::erase_if(kept, [&](const auto& one) { return one.second.until_ms <= now_ms; });
    }
    if (kept.size() >= api_limits::authorizer_results_max) {
      kept.clear();
    }
    kept[key] = {payload, now_ms + seconds * 1000};
  }
};

Authorizers::Authorizers(Parts parts)
    : parts_(std::move(parts)),
      cache_(std::make_shared<Cache>()),
      keys_(std::make_shared<KeySets>(parts_.timers)) {}

void Authorizers::authorize(const ApiCallPtr& call, Next next) const {
  const std::string type = call->route.method->value("authorizationType", "NONE");
  if (type == "NONE") {
    return next();
  }
  if (type == "AWS_IAM") {
    return check_signature(call, next);
  }
  const AuthorizerDocument* authorizer = authorizer_of(*call);
  if (authorizer == nullptr) {
    return refuse(*call, authorizer_misconfigured(), "its authorizer is not there");
  }
  if (type == "CUSTOM") {
    return ask_function(call, *authorizer, next);
  }
  if (type == "JWT") {
    return check_jwt(call, *authorizer, next);
  }
  if (type == "COGNITO_USER_POOLS") {
    return check_user_pool(call, *authorizer, next);
  }
  refuse(*call, authorizer_misconfigured(), "there are no authorizers of type " + type);
}

// Who signed may call.
void Authorizers::check_signature(const ApiCallPtr& call, const Next& next) const {
  if (const auto refused = parts_.identity.check(call->request, signed_service)) {
    if (refused->error_name == "MissingAuthenticationTokenException" || !call->is_rest()) {
      GatewayError error = no_such_route();  // whose words these are, too
      error.http_api_status = 403;
      error.http_api_message = "Forbidden";
      return refuse(*call, error);
    }
    return refuse(*call, invalid_signature(refused->error_name, refused->message));
  }
  const auto signature = read_signature(call->request);
  name_caller(*call, signature ? signature->access_key_id : "",
              parts_.identity.name_space(call->request).account);
  next();
}

void Authorizers::ask_function(const ApiCallPtr& call, const AuthorizerDocument& authorizer,
                               const Next& next) const {
  const auto identity = identity_values(authorizer, *call);
  if (!identity) {
    return refuse(*call, unauthorized());
  }
  const std::string key =
      fmt::format("{}/{}/{}/{}", call->owner->id, call->stage.name,
                  call->route.method->value("authorizerId", ""), ordered_json(*identity).dump());
  if (const auto kept = identity->empty() ? std::nullopt : cache_->find(key, parts_.now_ms())) {
    const Authorized authorized = read_authorizer_answer(authorizer, *kept, *call);
    if (authorized.error) {
      return refuse(*call, *authorized.error, authorized.problem);
    }
    call->gateway.authorizer_json = authorized.context_json;
    call->usage_key = authorized.usage_key;
    return next();
  }
  invoke(call, authorizer, *identity, identity->empty() ? "" : key, next);
}

void Authorizers::invoke(const ApiCallPtr& call, const AuthorizerDocument& authorizer,
                         const std::vector<std::string>& identity, const std::string& key,
                         const Next& next) const {
  const std::string uri = authorizer.value("authorizerUri", "");
  const auto function = integration_function({{"uri", uri}}, *call->stage.document);
  const auto entry = function ? parts_.functions.find(parts_.functions.name_of(
                                    function->name_space, function->function, function->qualifier))
                              : nullptr;
  if (!entry) {
    return refuse(*call, authorizer_misconfigured(), "there is no function " + uri);
  }
  InvokeResult too_late;
  too_late.status = triggers::InvokeStatus::Unreachable;
  too_late.reason = "it took too long";
  // HTTP APIs keep nothing unless they are told to.
  const std::int64_t seconds =
      authorizer.value("authorizerResultTtlInSeconds", call->is_rest() ? 300 : 0);
  const auto go_on = [call, next, authorizer, key, seconds, cache = cache_,
                      now_ms = parts_.now_ms](const InvokeResult& result) {
    if (result.status != triggers::InvokeStatus::Success) {
      return says_unauthorized(result)
                 ? refuse(*call, unauthorized())
                 : refuse(*call, authorizer_misconfigured(),
                          "its authorizer failed: " +
                              (result.payload.empty() ? result.reason : result.payload));
    }
    const Authorized authorized = read_authorizer_answer(authorizer, result.payload, *call);
    // What makes no sense is asked for again.
    if (!key.empty() && authorized.problem.empty()) {
      cache->keep(key, result.payload, now_ms(), seconds);
    }
    if (authorized.error) {
      return refuse(*call, *authorized.error, authorized.problem);
    }
    call->gateway.authorizer_json = authorized.context_json;
    call->usage_key = authorized.usage_key;
    next();
  };
  const auto pending = wait_for_outcome<InvokeResult>(
      parts_.timers, api_limits::authorizer_timeout, too_late,
      [call, go_on](const InvokeResult& result) { guarded(*call, [&] { go_on(result); }); });
  triggers::Invocation invocation =
      gateway_invocation(call->gateway, authorizer_event(authorizer, identity, *call),
                         triggers::InvocationCause::Source::HttpRoute);
  invocation.function_arn = entry->function.arn();
  entry->runtime->invoke(std::move(invocation),
                         [pending](InvokeResult result) { pending->take(std::move(result)); });
}

void Authorizers::check_jwt(const ApiCallPtr& call, const AuthorizerDocument& authorizer,
                            const Next& next) const {
  const auto identity = identity_values(authorizer, *call);
  if (!identity || identity->empty()) {
    return refuse_token(*call, unauthorized(), "", "");
  }
  const auto token = read_jwt(identity->front());
  if (!token) {
    return refuse_token(*call, unauthorized(), "invalid_token", "the token is malformed");
  }
  const auto configuration = authorizer.value("jwtConfiguration", AuthorizerDocument::object());
  const JwtRules rules{configuration.value("issuer", ""), texts(configuration, "audience"),
                       call->gateway.now_ms};
  if (const std::string problem = claims_problem(*token, rules); !problem.empty()) {
    return refuse_token(*call, unauthorized(), "invalid_token", problem);
  }
  const auto verify = [call, next, token = *token](const KeySets::KeySet& keys,
                                                   const std::string& problem) {
    if (!keys) {
      call->report("the issuer's keys could not be had: " + problem);
    }
    if (!keys || !is_signed_by(*keys, token)) {
      return refuse_token(*call, unauthorized(), "invalid_token",
                          "the token's signature could not be verified");
    }
    const std::vector<std::string> wanted = texts(*call->route.method, "authorizationScopes");
    const std::vector<std::string> given = scopes_of(token);
    if (!wanted.empty() && !has_scope(wanted, given)) {
      return refuse_token(*call, access_denied(false), "insufficient_scope",
                          "the token does not have any of the scopes");
    }
    call->gateway.authorizer_json =
        ordered_json{{"jwt",
                      {{"claims", claim_texts(token)},
                       {"scopes", wanted.empty() ? ordered_json() : ordered_json(given)}}}}
            .dump();
    next();
  };
  const auto go_on = [call, verify](const KeySets::KeySet& keys, const std::string& problem) {
    guarded(*call, [&] { verify(keys, problem); });
  };
  // Issuers change their keys: one that is not there is looked for once more.
  const std::int64_t now_ms = call->gateway.now_ms;
  keys_->find(rules.issuer, false, now_ms,
              [keys = keys_, issuer = rules.issuer, now_ms, go_on, token = *token](
                  const KeySets::KeySet& found, const std::string& problem) {
                if (found && !has_key_for(*found, token)) {
                  return keys->find(issuer, true, now_ms, go_on);
                }
                go_on(found, problem);
              });
}

// Pools are in the cloud: claims are checked, the signature is not.
void Authorizers::check_user_pool(const ApiCallPtr& call, const AuthorizerDocument& authorizer,
                                  const Next& next) const {
  const auto identity = identity_values(authorizer, *call);
  const auto token = identity && !identity->empty() ? read_jwt(identity->front()) : std::nullopt;
  if (!token) {
    return refuse(*call, unauthorized());
  }
  std::string problem = "the authorizer has no user pool";
  for (const std::string& arn : texts(authorizer, "providerARNs")) {
    problem = claims_problem(*token, {issuer_of_pool(arn), {}, call->gateway.now_ms});
    if (problem.empty()) {
      break;
    }
  }
  if (problem == "the token has expired") {
    return refuse(*call, expired_token());
  }
  // With scopes it must be an access token, otherwise one that names its user.
  const std::vector<std::string> wanted = texts(*call->route.method, "authorizationScopes");
  const bool is_access = token->claims.value("token_use", "") == "access";
  if (!problem.empty() || is_access == wanted.empty() ||
      (!wanted.empty() && !has_scope(wanted, scopes_of(*token)))) {
    return refuse(*call, unauthorized());
  }
  call->gateway.authorizer_json = ordered_json{{"claims", claim_texts(*token)}}.dump();
  next();
}

}  // namespace tombola::server

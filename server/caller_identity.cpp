// The texts of refusals: AWS, "Signature Version 4 troubleshooting" (IAM user guide), and the
// common errors of the DynamoDB API reference.
#include "server/caller_identity.h"

#include <string>

#include <fmt/format.h>
#include <openssl/crypto.h>

#include "server/time_text.h"
#include "services/sts/sessions.h"
#include "storage/key_encoding.h"
#include "triggers/runtimes/identifiers.h"

namespace tombola::server {
namespace {

constexpr std::int64_t skew_minutes = 15;
constexpr std::int64_t minute_ms = 60'000;
constexpr std::size_t account_digits = 12;

SignatureRefusal invalid_signature(std::string message) {
  return {"InvalidSignatureException", std::move(message)};
}

// 20260102T030405Z
std::optional<std::int64_t> parse_basic_time_ms(std::string_view text) {
  if (text.size() != 16) {
    return std::nullopt;
  }
  return parse_iso_time_ms(fmt::format("{}-{}-{}T{}:{}:{}", text.substr(0, 4), text.substr(4, 2),
                                       text.substr(6, 2), text.substr(9, 2), text.substr(11, 2),
                                       text.substr(13)));
}

std::string basic_time(std::int64_t time_ms) {
  std::string text = triggers::iso_time(time_ms);  // 2026-01-02T03:04:05.678Z
  text.replace(text.find('.'), std::string::npos, "Z");
  std::erase_if(text, [](char letter) { return letter == '-' || letter == ':'; });
  return text;
}

std::optional<SignatureRefusal> check_scope(const Signature& signature, std::string_view service) {
  std::string wrong;
  if (signature.service != service) {
    wrong += fmt::format("Credential should be scoped to correct service: '{}'. ", service);
  }
  if (signature.terminator != "aws4_request") {
    wrong += fmt::format(
        "Credential should be scoped with a valid terminator: 'aws4_request', not '{}'. ",
        signature.terminator);
  }
  if (!wrong.empty()) {
    return invalid_signature(std::move(wrong));
  }
  if (std::string_view(signature.time_text).substr(0, 8) != signature.date) {
    return invalid_signature(fmt::format(
        "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of "
        "date from HTTP: '{}' != '{}', from '{}'.",
        signature.date, std::string_view(signature.time_text).substr(0, 8), signature.time_text));
  }
  return std::nullopt;
}

std::optional<SignatureRefusal> check_time(const Signature& signature, std::int64_t now_ms) {
  const auto time_ms = parse_basic_time_ms(signature.time_text);
  if (!time_ms) {
    return SignatureRefusal{"IncompleteSignatureException",
                            fmt::format("Date must be in ISO-8601 'basic format'. Got '{}'. See "
                                        "http://en.wikipedia.org/wiki/ISO_8601",
                                        signature.time_text)};
  }
  const std::int64_t margin_ms =
      signature.expires_seconds ? *signature.expires_seconds * 1000 : skew_minutes * minute_ms;
  if (*time_ms + margin_ms < now_ms) {
    return invalid_signature(fmt::format(
        "Signature expired: {} is now earlier than {} ({} - {} min.)", signature.time_text,
        basic_time(now_ms - margin_ms), basic_time(now_ms), margin_ms / minute_ms));
  }
  if (*time_ms - skew_minutes * minute_ms > now_ms) {
    return invalid_signature(fmt::format(
        "Signature not yet current: {} is still later than {} ({} + {} min.)", signature.time_text,
        basic_time(now_ms + skew_minutes * minute_ms), basic_time(now_ms), skew_minutes));
  }
  return std::nullopt;
}

bool equal_in_constant_time(std::string_view left, std::string_view right) {
  return left.size() == right.size() && CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

bool is_account(std::string_view text) {
  return text.size() == account_digits &&
         text.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace

std::optional<SignatureRefusal> CallerIdentity::check(const http::Request& request,
                                                      std::string_view service) const {
  if (auto refusal = check_signature_shape(request)) {
    return refusal;
  }
  return rules_.access_keys ? verify(request, service) : std::nullopt;
}

std::optional<SignatureRefusal> CallerIdentity::verify(const http::Request& request,
                                                       std::string_view service) const {
  const std::optional<Signature> signature = read_signature(request);
  if (!signature) {
    return SignatureRefusal{"IncompleteSignatureException",
                            "Credential must have exactly 5 slash-delimited elements, e.g. "
                            "keyid/date/region/service/term"};
  }
  if (auto refusal = check_scope(*signature, service)) {
    return refusal;
  }
  if (auto refusal = check_time(*signature, rules_.now_ms())) {
    return refusal;
  }
  const auto secret = secret_of(signature->access_key_id);
  if (!secret) {
    return SignatureRefusal{"UnrecognizedClientException",
                            "The security token included in the request is invalid."};
  }
  if (!equal_in_constant_time(signature_value(request, *signature, *secret), signature->value)) {
    return invalid_signature(
        "The request signature we calculated does not match the signature you provided. Check "
        "your AWS Secret Access Key and signing method. Consult the service documentation for "
        "details.");
  }
  return std::nullopt;
}

std::optional<std::string> CallerIdentity::secret_of(const std::string& access_key_id) const {
  const auto key = rules_.access_keys->find(access_key_id);
  if (key != rules_.access_keys->end()) {
    return key->second.secret;
  }
  return rules_.temporary_secret ? rules_.temporary_secret(access_key_id) : std::nullopt;
}

dynamodb::Namespace CallerIdentity::name_space(const http::Request& request) const {
  if (!rules_.isolation.account && !rules_.isolation.region) {
    return rules_.name_space;
  }
  const std::optional<Signature> signature = read_signature(request);
  dynamodb::Namespace found = rules_.name_space;
  if (signature && rules_.isolation.account) {
    found.account = account_of(signature->access_key_id);
  }
  if (signature && rules_.isolation.region) {
    found.region = signature->region;
  }
  return found;
}

// An id of twelve digits is an account's number, and temporary credentials hold one; for any other,
// keys of one file may say whose they are, and the rest get a number that follows from the id.
std::string CallerIdentity::account_of(const std::string& access_key_id) const {
  if (rules_.access_keys) {
    const auto key = rules_.access_keys->find(access_key_id);
    if (key != rules_.access_keys->end() && key->second.account) {
      return *key->second.account;
    }
  }
  if (is_account(access_key_id)) {
    return access_key_id;
  }
  if (const auto account = services::sts::account_of_temporary_key(access_key_id)) {
    return *account;
  }
  constexpr std::uint64_t accounts = 1'000'000'000'000;
  return fmt::format("{:0{}}", storage::partition_hash(access_key_id) % accounts, account_digits);
}

}  // namespace tombola::server

#include "server/api_gateway/jwt.h"

#include <algorithm>
#include <cmath>
#include <memory>

#include <fmt/format.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include "dynamodb/json/json_text.h"

namespace tombola::server {
namespace {

using nlohmann::ordered_json;

std::optional<std::string> from_base64_url(std::string_view text) {
  std::string standard(text);
  std::replace(standard.begin(), standard.end(), '-', '+');
  std::replace(standard.begin(), standard.end(), '_', '/');
  standard.append((4 - standard.size() % 4) % 4, '=');
  return dynamodb::from_base64(standard);
}

std::optional<ordered_json> object_in(std::string_view part) {
  const auto text = from_base64_url(part);
  if (!text) {
    return std::nullopt;
  }
  auto object = ordered_json::parse(*text, nullptr, false);
  return object.is_object() ? std::optional(std::move(object)) : std::nullopt;
}

std::string text_member(const ordered_json& object, const char* name) {
  const auto found = object.find(name);
  return found == object.end() || !found->is_string() ? "" : found->get<std::string>();
}

// Null: there is none.
const ordered_json* key_for(const ordered_json& key_set, const Jwt& token) {
  const auto keys = key_set.find("keys");
  if (keys == key_set.end() || !keys->is_array()) {
    return nullptr;
  }
  const std::string id = text_member(token.header, "kid");
  for (const ordered_json& key : *keys) {
    if (key.is_object() && text_member(key, "kty") == "RSA" &&
        (text_member(key, "kid") == id || (id.empty() && keys->size() == 1))) {
      return &key;
    }
  }
  return nullptr;
}

template <auto Free>
struct Freed {
  template <typename Thing>
  void operator()(Thing* thing) const {
    Free(thing);
  }
};
template <typename Thing, auto Free>
using Held = std::unique_ptr<Thing, Freed<Free>>;

using Number = Held<BIGNUM, BN_free>;
using Key = Held<EVP_PKEY, EVP_PKEY_free>;

Number number_in(const ordered_json& key, const char* name) {
  const auto bytes = from_base64_url(text_member(key, name));
  if (!bytes) {
    return nullptr;
  }
  return Number(BN_bin2bn(reinterpret_cast<const unsigned char*>(bytes->data()),
                          static_cast<int>(bytes->size()), nullptr));
}

// Null: it is none.
Key rsa_key(const ordered_json& json_key) {
  const Number modulus = number_in(json_key, "n");
  const Number exponent = number_in(json_key, "e");
  const Held<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free> builder(OSSL_PARAM_BLD_new());
  if (!modulus || !exponent || !builder ||
      OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get()) != 1 ||
      OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get()) != 1) {
    return nullptr;
  }
  const Held<OSSL_PARAM, OSSL_PARAM_free> parameters(OSSL_PARAM_BLD_to_param(builder.get()));
  const Held<EVP_PKEY_CTX, EVP_PKEY_CTX_free> context(
      EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr));
  EVP_PKEY* key = nullptr;
  if (!parameters || !context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1) {
    return nullptr;
  }
  return Key(key);
}

const EVP_MD* digest_of(const Jwt& token) {
  const std::string algorithm = text_member(token.header, "alg");
  return algorithm == "RS256"   ? EVP_sha256()
         : algorithm == "RS384" ? EVP_sha384()
         : algorithm == "RS512" ? EVP_sha512()
                                : nullptr;
}

std::optional<double> seconds_of(const Jwt& token, const char* name) {
  const auto found = token.claims.find(name);
  return found == token.claims.end() || !found->is_number() ? std::nullopt
                                                            : std::optional(found->get<double>());
}

// aud is a text or a list of them; Cognito's access tokens have client_id instead.
bool is_for(const Jwt& token, const std::vector<std::string>& audience) {
  std::vector<std::string> there;
  const auto claim = token.claims.find("aud");
  if (claim == token.claims.end()) {
    there.push_back(text_member(token.claims, "client_id"));
  } else if (claim->is_string()) {
    there.push_back(claim->get<std::string>());
  } else if (claim->is_array()) {
    for (const ordered_json& one : *claim) {
      there.push_back(one.is_string() ? one.get<std::string>() : "");
    }
  }
  return std::any_of(there.begin(), there.end(), [&](const std::string& one) {
    return std::find(audience.begin(), audience.end(), one) != audience.end();
  });
}

}  // namespace

std::optional<Jwt> read_jwt(std::string_view text) {
  constexpr std::string_view bearer = "Bearer ";
  if (text.starts_with(bearer)) {
    text.remove_prefix(bearer.size());
  }
  const std::size_t first = text.find('.');
  const std::size_t second = first == std::string_view::npos ? first : text.find('.', first + 1);
  if (second == std::string_view::npos || text.find('.', second + 1) != std::string_view::npos) {
    return std::nullopt;
  }
  auto header = object_in(text.substr(0, first));
  auto claims = object_in(text.substr(first + 1, second - first - 1));
  auto signature = from_base64_url(text.substr(second + 1));
  if (!header || !claims || !signature) {
    return std::nullopt;
  }
  return Jwt{std::move(*header), std::move(*claims), std::string(text.substr(0, second)),
             std::move(*signature)};
}

bool has_key_for(const ordered_json& key_set, const Jwt& token) {
  return key_for(key_set, token) != nullptr;
}

bool is_signed_by(const ordered_json& key_set, const Jwt& token) {
  const ordered_json* json_key = key_for(key_set, token);
  const EVP_MD* digest = digest_of(token);
  const Key key = json_key == nullptr ? nullptr : rsa_key(*json_key);
  const Held<EVP_MD_CTX, EVP_MD_CTX_free> context(EVP_MD_CTX_new());
  return key && digest != nullptr && context &&
         EVP_DigestVerifyInit(context.get(), nullptr, digest, nullptr, key.get()) == 1 &&
         EVP_DigestVerify(context.get(),
                          reinterpret_cast<const unsigned char*>(token.signature.data()),
                          token.signature.size(),
                          reinterpret_cast<const unsigned char*>(token.signed_text.data()),
                          token.signed_text.size()) == 1;
}

std::string claims_problem(const Jwt& token, const JwtRules& rules) {
  const double now = static_cast<double>(rules.now_ms) / 1000;
  if (text_member(token.claims, "iss") != rules.issuer) {
    return "the token has an invalid issuer";
  }
  if (!rules.audience.empty() && !is_for(token, rules.audience)) {
    return "the token does not have a valid audience";
  }
  const auto expires = seconds_of(token, "exp");
  if (!expires || *expires <= now) {
    return "the token has expired";
  }
  if (const auto not_before = seconds_of(token, "nbf"); not_before && *not_before > now) {
    return "the token is not valid yet";
  }
  if (const auto issued = seconds_of(token, "iat"); issued && *issued > now) {
    return "the token was issued in the future";
  }
  return "";
}

std::vector<std::string> scopes_of(const Jwt& token) {
  const auto listed = token.claims.find("scp");
  if (listed != token.claims.end() && listed->is_array()) {
    std::vector<std::string> scopes;
    for (const ordered_json& scope : *listed) {
      scopes.push_back(scope.is_string() ? scope.get<std::string>() : "");
    }
    return scopes;
  }
  std::string text = text_member(token.claims, "scope");
  if (text.empty()) {
    text = text_member(token.claims, "scp");
  }
  std::vector<std::string> scopes;
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(' '), rest.size());
    if (end > 0) {
      scopes.emplace_back(rest.substr(0, end));
    }
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return scopes;
}

ordered_json claim_texts(const Jwt& token) {
  ordered_json texts = ordered_json::object();
  for (const auto& [name, value] : token.claims.items()) {
    if (value.is_array()) {
      std::vector<std::string> parts;
      for (const ordered_json& part : value) {
        parts.push_back(part.is_string() ? part.get<std::string>() : part.dump());
      }
      texts[name] = fmt::format("[{}]", fmt::join(parts, " "));
    } else {
      texts[name] = value.is_string() ? value.get<std::string>() : value.dump();
    }
  }
  return texts;
}

}  // namespace tombola::server

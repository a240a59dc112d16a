// JSON Web Tokens: read, their claims checked, their signatures verified against a JSON Web Key Set. Pure.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

namespace tombola::server {

struct Jwt {
  nlohmann::ordered_json header;
  nlohmann::ordered_json claims;
  std::string signed_text;  // header.claims, as sent
  std::string signature;
};
// "Bearer " may stand before it. None: it is no token of that form.
std::optional<Jwt> read_jwt(std::string_view text);

// The key of that id, or the only one without.
bool has_key_for(const nlohmann::ordered_json& key_set, const Jwt& token);
// RS256, RS384 and RS512.
bool is_signed_by(const nlohmann::ordered_json& key_set, const Jwt& token);

struct JwtRules {
  std::string issuer;
  std::vector<std::string> audience;
  std::int64_t now_ms = 0;
};
// What is wrong with the claims, as error_description has it; empty: nothing. AWS looks at iss, aud or
// client_id, exp, nbf and iat.
std::string claims_problem(const Jwt& token, const JwtRules& rules);

// The scopes that the token was given.
std::vector<std::string> scopes_of(const Jwt& token);
// Claims as events have them: texts, lists in brackets.
nlohmann::ordered_json claim_texts(const Jwt& token);

}  // namespace tombola::server

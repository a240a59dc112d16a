// RFC 7515 and 7519; "Control access to HTTP APIs with JWT authorizers" in the API Gateway developer guide.
// The token was made for this test with a key that nobody kept.
#include "server/api_gateway/jwt.h"

#include <catch2/catch.hpp>

using namespace tombola::server;
using nlohmann::ordered_json;

namespace {

const std::string token_text =
    "eyJhbGciOiJSUzI1NiIsImtpZCI6ImsxIn0.eyJpc3MiOiJodHRwczovL2lzc3Vlci5leGFtcGxlIiwi"
    "YXVkIjpbImFwcCIsIm90aGVyIl0sImV4cCI6NDEwMjQ0NDgwMCwiaWF0IjoxNzAwMDAwMDAwLCJzdWIi"
    "OiJtZSIsInNjb3BlIjoicGV0cy9yZWFkIHBldHMvd3JpdGUiLCJuIjo1fQ.hPsdueubZwDTR2YR_ZBX7"
    "Z4qjQkJaoPnJuXUPYwObeins3r-Y9vbAih77kCpePZe7gIcoAMEjSDe6R_NTe1yniNCXgtwTunNlNFML"
    "qa-8vi4jRhhJ_BqlRx2FZToaob8y7mWVx28E2Kc-fplqnTZKKUg9urSk4NZeCDRuSaEoMeVbjCKXaTRu"
    "9Q5wISo0WHq2bx3uS1AHvfzJazunepJtmwZDT5mGkmVE7U45KbDGRI8GPIpG-5oXO_1n2wXkFNvOA8Wu"
    "kMJRG0EP8wCu8AT03-sONSB3r-TXuXbaE61q_0VMYM1XXh5LLDs9R0OBh_UjnKvdQGcNYs-GaGO93mMo"
    "Q";

ordered_json key_set(const std::string& id = "k1") {
  const std::string modulus =
      "wAeR3_7P5e-ybUDHRyuAtV1_Ct_Y6Ab6_vRYOxxUcpAPNCMyEYyZ4NgVlR6c2a6PTOIPkLJxyjm9Rmxn"
      "33ywz-FFFHCQY_KKqxxE1Y6RLICkLBc3PC-VDIffzKTQvQNWcosSnsKbANImzb_nxkf5NDlvl522XonU"
      "BnKKL2Y2jDXwErLzQ1eLmR9kvN2yvuU91j7GD5Gin7--EZnHgdQ-Ofh8XeLFGk7f3SUK1hYW5t7QnOv_"
      "DkU8Mz_bZ6AwJX3N7lAuj3Cm8zsvaJuzUwFdWJZc_MHrGs6u64oOnXeGUdSEBtEtwbCsWtMgFYVfbzuv"
      "OVHBwALccdfYozCEdmpQPw";
  return {{"keys", {{{"kty", "RSA"}, {"kid", id}, {"n", modulus}, {"e", "AQAB"}}}}};
}

constexpr std::int64_t now_ms = 1'767'323'045'678;

std::string problem(const std::string& issuer, const std::vector<std::string>& audience,
                    std::int64_t at_ms = now_ms) {
  return claims_problem(*read_jwt(token_text), {issuer, audience, at_ms});
}

}  // namespace

TEST_CASE("a token, its claims and its signature") {
  const auto token = read_jwt("Bearer " + token_text);
  REQUIRE(token);
  CHECK(token->claims["sub"] == "me");
  CHECK(scopes_of(*token) == std::vector<std::string>{"pets/read", "pets/write"});
  CHECK(claim_texts(*token)["aud"] == "[app other]");
  CHECK(claim_texts(*token)["n"] == "5");
  CHECK(is_signed_by(key_set(), *token));
  CHECK(has_key_for(key_set(), *token));
  CHECK_FALSE(has_key_for(key_set("k2"), *token));
  CHECK_FALSE(is_signed_by(key_set("k2"), *token));

  Jwt changed = *token;
  changed.signed_text += "x";
  CHECK_FALSE(is_signed_by(key_set(), changed));
  changed = *token;
  changed.header["alg"] = "none";
  CHECK_FALSE(is_signed_by(key_set(), changed));
  changed.header["alg"] = "HS256";
  CHECK_FALSE(is_signed_by(key_set(), changed));
}

TEST_CASE("what is no token") {
  for (const char* text : {"", "a.b", "a.b.c.d", "e30.e30", "!.e30.e30", "e30.W10.e30"}) {
    INFO(text);
    CHECK_FALSE(read_jwt(text));
  }
}

TEST_CASE("claims are checked in AWS's way") {
  CHECK(problem("https://issuer.example", {"other"}) == "");
  CHECK(problem("https://issuer.example", {}) == "");
  CHECK(problem("https://other.example", {"app"}) == "the token has an invalid issuer");
  CHECK(problem("https://issuer.example", {"x"}) == "the token does not have a valid audience");
  CHECK(problem("https://issuer.example", {"app"}, 4'102'444'800'000) == "the token has expired");
  CHECK(problem("https://issuer.example", {"app"}, 1'000'000'000'000) ==
        "the token was issued in the future");
}

#include "server/access_keys.h"

#include <catch2/catch.hpp>

using tombola::server::AccessKeysError;
using tombola::server::parse_access_keys;

TEST_CASE("keys are read from a file as `aws configure` writes it") {
  const auto keys = parse_access_keys(
      "# mine\n"
      "[default]\n"
      "aws_access_key_id = AKIDEFAULT\r\n"
      "aws_secret_access_key=s3=cr/et\n"
      "region = eu-west-2\n"
      "\n"
      "[profile sso]\n"
      "sso_start_url = https://example.com\n"
      "; the other\n"
      "[other]\n"
      "aws_account_id = 123456789012\n"
      "aws_access_key_id = AKIOTHER\n"
      "aws_secret_access_key = x");
  REQUIRE(keys.size() == 2);
  CHECK(keys.at("AKIDEFAULT").secret == "s3=cr/et");
  CHECK_FALSE(keys.at("AKIDEFAULT").account);
  CHECK(keys.at("AKIOTHER").account == "123456789012");
}

TEST_CASE("what is wrong with a key file is named") {
  using Catch::Matchers::Contains;
  CHECK_THROWS_WITH(parse_access_keys(""), Contains("no aws_access_key_id"));
  CHECK_THROWS_WITH(parse_access_keys("[a]\nnonsense\n"),
                    Contains("line 2") && Contains("nonsense"));
  CHECK_THROWS_WITH(parse_access_keys("[a]\naws_access_key_id=x\n"), Contains("[a] needs both"));
  CHECK_THROWS_WITH(parse_access_keys("[a]\naws_access_key_id=x\naws_secret_access_key=y\n"
                                      "[b]\naws_access_key_id=x\naws_secret_access_key=z\n"),
                    Contains("x is there twice"));
  CHECK_THROWS_WITH(parse_access_keys("[a]\naws_account_id=12\n"), Contains("twelve digits"));
  CHECK_THROWS_WITH(tombola::server::read_access_keys("/no/such/file"),
                    Contains("/no/such/file: No such file"));
}

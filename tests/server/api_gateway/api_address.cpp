#include "server/api_gateway/api_address.h"

#include <catch2/catch.hpp>

#include "tests/server/api_gateway/apis.h"

using namespace tombola;
using test::Api;

namespace {

http::Request request(const std::string& host, const std::string& target) {
  http::Request request;
  request.method = "GET";
  request.target = target;
  request.headers = {{"Host", host}};
  return request;
}

// "stage path", or what is missing.
std::string place(const Api& api, const http::Request& request) {
  auto address = server::api_address(request);
  if (!address) {
    address = server::api_name_address(request);
  }
  if (!address) {
    return "no address";
  }
  const bool by_name = address->form == server::ApiAddress::Form::Name;
  CHECK(address->api == (by_name ? api.name() : api.id));
  const auto stage = server::stage_of(api, *address);
  return stage ? stage->name + " " + stage->path + " " + stage->stage_path : "no stage";
}

}  // namespace

TEST_CASE("an API by its host") {
  const Api api = test::rest_api();
  const std::string host = api.id + ".execute-api.localhost:8000";
  CHECK(place(api, request(host, "/prod/raffle?x=1")) == "prod /raffle /prod/raffle");
  CHECK(place(api, request(host, "/prod/")) == "prod / /prod/");
  CHECK(place(api, request(host, "/prod")) == "prod / /prod/");
  CHECK(place(api, request(host, "/test/raffle")) == "no stage");
  CHECK(place(api, request(host, "/")) == "no stage");
  CHECK(place(api, request(api.id + ".execute-api.eu-west-2.localhost", "/prod/a")) ==
        "prod /a /prod/a");
}

TEST_CASE("an API by its path") {
  const Api api = test::rest_api();
  const std::string base = "/restapis/" + api.id;
  CHECK(place(api, request("localhost", base + "/prod/raffle")) == "prod /raffle /prod/raffle");
  CHECK(place(api, request("localhost", base + "/prod/_user_request_/a/b")) ==
        "prod /a/b /prod/a/b");
  CHECK(place(api, request("localhost", base + "/prod/_user_request_")) == "prod / /prod/");
  CHECK(place(api, request("localhost", base + "/prod/_user_request_x")) ==
        "prod /_user_request_x /prod/_user_request_x");
  CHECK(place(api, request("localhost", base)) == "no stage");
}

TEST_CASE("an API by its name has its one stage") {
  const Api api = test::rest_api();
  CHECK(place(api, request("localhost", "/raffle/a/b")) == "prod /a/b /prod/a/b");
  CHECK(place(api, request("localhost", "/raffle")) == "prod / /prod/");
}

TEST_CASE("the stage of an HTTP API is $default unless the path names another") {
  Api api = test::http_api({"GET /a"});
  const std::string host = api.id + ".execute-api.localhost:8000";
  CHECK(place(api, request(host, "/a/b")) == "$default /a/b /a/b");
  CHECK(place(api, request(host, "/")) == "$default / /");
  CHECK(place(api, request("localhost", "/restapis/" + api.id + "/$default/a")) ==
        "$default /a /a");
  CHECK(place(api, request("localhost", "/restapis/" + api.id + "/a")) == "$default /a /a");
  api.stages["dev"] = {{"stageName", "dev"}};
  CHECK(place(api, request(host, "/dev/a")) == "dev /a /dev/a");
  CHECK(place(api, request("localhost", "/pets/a")) == "$default /a /a");
  api.stages.erase("$default");
  CHECK(place(api, request(host, "/a")) == "no stage");
}

TEST_CASE("other requests are for no API") {
  CHECK_FALSE(server::api_address(request("localhost:8000", "/raffle")));
  CHECK_FALSE(server::api_address(request("localhost:8000", "/restapis")));
  CHECK_FALSE(server::api_address(request("abc.lambda-url.us-east-1.localhost", "/")));
}

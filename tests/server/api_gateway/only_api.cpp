// An address of our own: the API that is meant when none is named.
#include "server/api_gateway/only_api.h"

#include <catch2/catch.hpp>

#include "storage/engine/engine.h"
#include "tests/server/api_gateway/apis.h"

using namespace tombola;
using server::ApiAddress;

namespace {

class Stored {
 public:
  services::api_gateway::ApiStore& apis() { return apis_; }
  // "<api>:<path>"; empty: nobody's.
  std::string address(const std::string& method, const std::string& target) {
    http::Request request;
    request.method = method;
    request.target = target;
    const auto found = server::only_api_address(apis_, request);
    return found ? found->api + ":" + found->path : "";
  }

 private:
  std::unique_ptr<storage::Engine> engine_ = storage::open_memory_engine({[] { return 1000; }});
  storage::TransactionRunner transactions_{*engine_};
  services::api_gateway::ApiStore apis_{transactions_};
};

}  // namespace

TEST_CASE("a path that one API alone has a route for needs no name") {
  Stored stored;
  CHECK(stored.address("GET", "/raffle").empty());
  test::Api rest = test::rest_api();
  test::put_method(rest, "/raffle", "GET", test::proxy_integration("f"));
  stored.apis().create(test::deployed(rest));
  CHECK(stored.address("GET", "/raffle?name=John") == rest.id + ":/prod/raffle");
  CHECK(stored.address("PUT", "/raffle").empty());
  CHECK(stored.address("GET", "/other").empty());

  const test::Api http = test::http_api({"GET /pets/{id}"});
  stored.apis().create(http);
  CHECK(stored.address("GET", "/pets/1") == http.id + ":/$default/pets/1");
  CHECK(stored.address("GET", "/raffle") == rest.id + ":/prod/raffle");

  stored.apis().create(test::http_api({"ANY /{proxy+}"}));
  CHECK(stored.address("GET", "/raffle").empty());
}

TEST_CASE("the root, and an API without a stage, are nobody's") {
  Stored stored;
  test::Api api = test::rest_api();
  test::put_method(api, "/", "GET", test::proxy_integration("f"));
  test::put_method(api, "/a", "GET", test::proxy_integration("f"));
  api.stages.clear();
  stored.apis().create(test::deployed(api));
  CHECK(stored.address("GET", "/a").empty());
  CHECK(stored.address("GET", "/").empty());
}

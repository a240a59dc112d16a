// What clients may send, and how the listener reads it.
#include "http/listener.h"
#include "tests/http/raw_connection.h"
#include "tests/http/test_server.h"

namespace tombola::http {

namespace {

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a request is answered with length, date and connection") {
  TestServer server(describe);
  RawConnection client(server.listener.port());
  const RawResponse response =
      client.send("POST /a?b=c HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}").read_response();
  CHECK(response.status_line() == "HTTP/1.1 200 OK");
  CHECK(contains(response.head, "Content-Type: text/plain\r\n"));
  CHECK(contains(response.head, "Content-Length: 24\r\n"));
  CHECK(contains(response.head, "Connection: keep-alive\r\n"));
  CHECK(contains(response.head, " GMT\r\n"));
  CHECK(response.body == "POST /a?b=c HTTP/11 [{}]");
}

TEST_CASE("headers arrive as they were sent, with the client's address") {
  TestServer server([](Request request, Responder respond) {
    std::string text = request.remote_address;
    for (const Header& header : request.headers) text += "|" + header.name + "=" + header.value;
    respond({200, {}, text});
  });
  RawConnection client(server.listener.port());
  client.send(
      "GET / HTTP/1.1\r\nHost: x\r\nx-Amz-Target:  DynamoDB_20120810.PutItem \r\nA: 1\r\nA: "
      "2\r\nE:\r\n\r\n");
  CHECK(client.read_response().body ==
        "127.0.0.1|Host=x|x-Amz-Target=DynamoDB_20120810.PutItem|A=1|A=2|E=");
}

TEST_CASE("bodies are bytes, of any length up to the limit") {
  TestServer server([](Request request, Responder respond) {
    respond({200, {}, std::move(request.body)});
  });
  RawConnection client(server.listener.port());
  for (const std::size_t size :
       {1U, 4095U, 4096U, 4097U, 65'536U, 70'000U, 3'000'000U, 16'777'216U}) {
    INFO(size);
    std::string body(size, '\0');
    for (std::size_t i = 0; i < size; ++i) body[i] = static_cast<char>(i * 7 + i / 251);
    client.send("PUT / HTTP/1.1\r\nContent-Length: " + std::to_string(size) + "\r\n\r\n");
    client.send(body);
    CHECK((client.read_response().body == body));
  }
}

TEST_CASE("a request is the same however its bytes are cut") {
  TestServer server(describe);
  const std::vector<std::string> requests = {
      "POST /cut HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello",
      "POST /cut HTTP/1.1\r\nTransfer-Encoding: "
      "chunked\r\n\r\n3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\n\r\n",
      "POST /cut HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n000\r\nTrailer: "
      "t\r\n\r\n",
  };
  for (const std::string& request : requests) {
    RawConnection client(server.listener.port());
    for (const char byte : request) client.send(std::string(1, byte));
    CHECK(client.read_response().body == "POST /cut HTTP/11 [hello]");
    for (std::size_t cut = 1; cut < request.size(); ++cut) {
      INFO(cut);
      client.send(request.substr(0, cut));
      client.send(request.substr(cut));
      CHECK(client.read_response().body == "POST /cut HTTP/11 [hello]");
    }
  }
}

TEST_CASE("an empty chunked body may come byte by byte") {
  TestServer server(describe);
  RawConnection client(server.listener.port());
  for (const char byte :
       std::string("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")) {
    client.send(std::string(1, byte));
  }
  CHECK(client.read_response().body == "POST / HTTP/11 []");
}

TEST_CASE("a trailer does not pass for a header") {
  TestServer server([](Request request, Responder respond) {
    respond({200, {}, std::to_string(has_header(request.headers, "Authorization"))});
  });
  RawConnection client(server.listener.port());
  client.send(
      "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\nAuthorization: "
      "me\r\n\r\n");
  CHECK(client.read_response().body == "0");
}

TEST_CASE("pipelined requests are answered in order") {
  TestServer server(describe);
  RawConnection client(server.listener.port());
  constexpr int count = 500;  // more than one turn, more than one read
  std::string requests;
  for (int i = 0; i < count; ++i) {
    const std::string body = std::to_string(i);
    requests +=
        "POST /p HTTP/1.1\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
  }
  client.send(requests);
  for (int i = 0; i < count; ++i) {
    CHECK(client.read_response().body == "POST /p HTTP/11 [" + std::to_string(i) + "]");
  }
}

TEST_CASE("a client that pipelines without reading is answered once it reads") {
  const std::string large(1'000'000, 'x');
  TestServer server([&](Request, Responder respond) { respond({200, {}, large}); });
  RawConnection client(server.listener.port());
  std::string requests;
  for (int i = 0; i < 40; ++i) requests += "GET / HTTP/1.1\r\n\r\n";
  client.send(requests);
  for (int i = 0; i < 40; ++i) CHECK((client.read_response().body == large));
}

TEST_CASE("the connection closes after the answer when the client asks for it") {
  TestServer server(describe);
  RawConnection client(server.listener.port());
  client.send("GET /last HTTP/1.1\r\nConnection: close\r\n\r\nGET /never HTTP/1.1\r\n\r\n");
  const RawResponse response = client.read_response();
  CHECK(response.body == "GET /last HTTP/11 []");
  CHECK(contains(response.head, "Connection: close\r\n"));
  CHECK(client.read_to_end().empty());
}

TEST_CASE("the connection closes after the answer when the handler asks for it") {
  TestServer server([](Request, Responder respond) {
    respond({200, {{"Connection", "Close"}}, "bye"});
  });
  RawConnection client(server.listener.port());
  client.send("GET / HTTP/1.1\r\n\r\n");
  CHECK(contains(client.read_response().head, "Connection: close\r\n"));
  CHECK(client.read_to_end().empty());
}

TEST_CASE("HTTP/1.0 closes, unless it asks to keep the connection") {
  TestServer server(describe);
  RawConnection closing(server.listener.port());
  closing.send("GET /a HTTP/1.0\r\n\r\n");
  const RawResponse last = closing.read_response();
  CHECK(last.body == "GET /a HTTP/10 []");
  CHECK(contains(last.head, "Connection: close\r\n"));
  CHECK(closing.read_to_end().empty());

  RawConnection keeping(server.listener.port());
  for (int i = 0; i < 2; ++i) {
    keeping.send("GET /a HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n");
    const RawResponse response = keeping.read_response();
    CHECK(response.body == "GET /a HTTP/10 []");
    CHECK(contains(response.head, "Connection: keep-alive\r\n"));
  }
}

TEST_CASE("100-continue is answered before the body is sent") {
  TestServer server(describe);
  RawConnection client(server.listener.port());
  for (const std::string framing :
       {"Content-Length: 5\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n"}) {
    client.send("POST / HTTP/1.1\r\nExpect: 100-Continue\r\n" + framing);
    CHECK(client.read_response().head == "HTTP/1.1 100 Continue\r\n\r\n");
    client.send(contains(framing, "chunked") ? "5\r\nhello\r\n0\r\n\r\n" : "hello");
    CHECK(client.read_response().body == "POST / HTTP/11 [hello]");
  }
}

TEST_CASE("100-continue is not said when the body is there already, nor to HTTP/1.0") {
  TestServer server(describe);
  RawConnection client(server.listener.port());
  client.send("POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n{}");
  CHECK(client.read_response().status_line() == "HTTP/1.1 200 OK");

  RawConnection old(server.listener.port());
  old.send("POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
  old.send("{}");
  CHECK(old.read_response().status_line() == "HTTP/1.1 200 OK");
}

TEST_CASE("HEAD is answered with the length of the body and without it") {
  TestServer server(describe);
  RawConnection client(server.listener.port());
  client.send("HEAD /h HTTP/1.1\r\n\r\nGET /h HTTP/1.1\r\n\r\n");
  CHECK(contains(client.read_response(true).head, "Content-Length: 18\r\n"));
  CHECK(client.read_response().body == "GET /h HTTP/11 []");
}

TEST_CASE("204 and 304 have no body, whatever the handler says") {
  TestServer server([](Request request, Responder respond) {
    respond({request.target == "/204" ? 204 : 304, {}, "not sent"});
  });
  RawConnection client(server.listener.port());
  client.send("GET /204 HTTP/1.1\r\n\r\nGET /304 HTTP/1.1\r\n\r\n");
  const RawResponse no_content = client.read_response();
  CHECK(no_content.status_line() == "HTTP/1.1 204 No Content");
  CHECK_FALSE(contains(no_content.head, "Content-Length"));
  CHECK(client.read_response().status_line() == "HTTP/1.1 304 Not Modified");
}

TEST_CASE("empty lines before a request and absolute targets are tolerated") {
  TestServer server([](Request request, Responder respond) {
    respond({200, {}, std::string(request.path())});
  });
  RawConnection client(server.listener.port());
  client.send(
      "\r\n\r\nGET http://localhost:8000/abs?x=1 HTTP/1.1\r\n\r\n\r\nGET /b HTTP/1.1\r\n\r\n");
  CHECK(client.read_response().body == "/abs");
  CHECK(client.read_response().body == "/b");
}

TEST_CASE("a client may end its output and still gets its answer") {
  TestServer server(describe);
  RawConnection client(server.listener.port());
  client.send("GET /half HTTP/1.1\r\n\r\n").end_output();
  CHECK(client.read_response().body == "GET /half HTTP/11 []");
  CHECK(client.read_to_end().empty());
}

TEST_CASE("what is not HTTP is answered 400 and closed") {
  ListenerOptions options = TestServer::loopback();
  options.bad_request = {400, {{"X-Why", "garbage"}}, "bad"};
  TestServer server(describe, options);

  std::string every_byte;
  for (int i = 0; i < 256; ++i) every_byte += static_cast<char>(i);
  const std::vector<std::string> cases = {
      every_byte,
      "hello\r\n\r\n",
      "GET\r\n\r\n",
      "GET /\r\n\r\n",
      "GET / HTTP/1.1\n\n\r\n\r\n",
      "GET / HTTP/2.0\r\n\r\n",
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
      "GET / HTTP/1.1\r\nno colon\r\n\r\n",
      "GET / HTTP/1.1\r\n: no name\r\n\r\n",
      "GET / HTTP/1.1\r\nA: \x01\r\n\r\n",
      "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
      "POST / HTTP/1.1\r\nContent-Length: 1x\r\n\r\n",
      "POST / HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n",
      "POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
      "POST / HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      "POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\nGET /smuggled HTTP/1.1\r\n\r\n",
      "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n\r\n",
      "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n0\r\n\r\n",
      "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\nabc\r\n0\r\n\r\n",
      std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11),  // a TLS greeting
  };
  for (const std::string& request : cases) {
    INFO(request);
    RawConnection client(server.listener.port());
    client.send(request);
    const RawResponse response = client.read_response();
    CHECK(response.status_line() == "HTTP/1.1 400 Bad Request");
    CHECK(response.body == "bad");
    CHECK(contains(response.head, "X-Why: garbage\r\n"));
    CHECK(contains(response.head, "Connection: close\r\n"));
    CHECK(client.read_to_end().empty());
  }
}

TEST_CASE("a request that ends too early is answered 400 wherever it ends") {
  TestServer server(describe);
  const std::vector<std::string> requests = {
      "POST /cut HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello",
      "POST /cut HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
  };
  for (const std::string& request : requests) {
    for (std::size_t size = 1; size < request.size(); ++size) {
      INFO(request.substr(0, size));
      RawConnection client(server.listener.port());
      client.send(request.substr(0, size)).end_output();
      CHECK(client.read_response().status_line() == "HTTP/1.1 400 Bad Request");
      CHECK(client.read_to_end().empty());
    }
  }
  // The server goes on, also after clients that vanish amid a request.
  for (int i = 0; i < 20; ++i)
    RawConnection(server.listener.port()).send("POST / HTTP/1.1\r\nContent-Le");
  CHECK(RawConnection(server.listener.port()).send("GET / HTTP/1.1\r\n\r\n").read_response().body ==
        "GET / HTTP/11 []");
}

}  // namespace tombola::http

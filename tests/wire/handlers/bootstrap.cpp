// A function of runtime provided.al2023: a program that speaks the Runtime API itself, and writes
// each event that it is handed as a line of RECORD_FILE.
// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <string>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

namespace {

// The answer to one request over a connection of its own, head and body; empty: nobody is there.
std::string exchange(const std::string& method, const std::string& path, const std::string& body) {
  const std::string where = std::getenv("AWS_LAMBDA_RUNTIME_API");
  const std::size_t colon = where.rfind(':');
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(std::stoi(where.substr(colon + 1))));
  inet_pton(AF_INET, where.substr(0, colon).c_str(), &address.sin_addr);
  const int socket_descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  std::string answer;
  const auto* generic = static_cast<const void*>(&address);
  if (connect(socket_descriptor, static_cast<const sockaddr*>(generic), sizeof address) == 0) {
    const std::string request = method + " /2018-06-01/runtime/invocation/" + path +
                                " HTTP/1.1\r\nHost: " + where + "\r\nConnection: close\r\n" +
                                "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
                                body;
    if (send(socket_descriptor, request.data(), request.size(), 0) > 0) {
      char part[4096];
      for (ssize_t size; (size = recv(socket_descriptor, part, sizeof part, 0)) > 0;) {
        answer.append(part, static_cast<std::size_t>(size));
      }
    }
  }
  close(socket_descriptor);
  return answer;
}

std::string header(const std::string& answer, const std::string& name) {
  const std::size_t at = answer.find("\r\n" + name + ": ");
  const std::size_t value = at + name.size() + 4;
  return at == std::string::npos ? "" : answer.substr(value, answer.find("\r\n", value) - value);
}

}  // namespace

int main() {
  for (;;) {
    const std::string next = exchange("GET", "next", "");
    const std::string id = header(next, "Lambda-Runtime-Aws-Request-Id");
    if (id.empty()) {
      return 1;
    }
    std::ofstream(std::getenv("RECORD_FILE"), std::ios::app)
        << next.substr(next.find("\r\n\r\n") + 4) << "\n";
    exchange("POST", id + "/response", "{}");
  }
}

#include "server/service_settings.h"

#include <algorithm>
#include <random>
#include <thread>

#include <fmt/format.h>

#include "dynamodb/limits.h"
#include "server/json_target_protocol.h"

namespace tombola::server {
namespace {

constexpr int socket_threads_default_max = 2;
constexpr int worker_threads_default = 2;
// Where the calls of other services than DynamoDB wait for the disk there.
constexpr int worker_threads_with_fsync = 16;

}  // namespace

int socket_threads(const Options& options) {
  if (options.socket_threads > 0) {
    return options.socket_threads;
  }
  const auto cores = static_cast<int>(std::thread::hardware_concurrency());
  return std::clamp(cores, 1, socket_threads_default_max);
}

int worker_threads(const Options& options) {
  return options.durability == storage::Durability::Power ? worker_threads_with_fsync
                                                          : worker_threads_default;
}

http::ListenerOptions listener_options(const Options& options) {
  http::ListenerOptions listener;
  listener.port = options.port;
  listener.body = {limits::request_size_bytes_max, request_too_large_answer()};
  if (!options.host.empty() && options.host != "localhost") {
    listener.addresses = {options.host};
  }
  return listener;
}

std::string local_url(const Options& options, std::uint16_t port) {
  std::string host = options.host;
  if (host.empty() || host == "localhost" || host == "0.0.0.0") {
    host = "127.0.0.1";
  } else if (host == "::") {
    host = "::1";
  }
  return host.find(':') == std::string::npos ? fmt::format("http://{}:{}", host, port)
                                             : fmt::format("http://[{}]:{}", host, port);
}

std::string remote_code_refusal(const Options& options) {
  if (!options.is_remote() || options.allow_remote_code) {
    return "";
  }
  return fmt::format(
      "--host {}: other machines could make this one run their code; add --allow-remote-code if "
      "that is meant",
      options.host);
}

std::string make_secret() {
  std::random_device system;
  std::string secret;
  for (int i = 0; i < 5; ++i) {
    secret += fmt::format("{:08x}", system());
  }
  return secret;
}

}  // namespace tombola::server

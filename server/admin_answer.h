// How Tombola's own endpoints read their questions and answer them.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "http/message.h"

namespace tombola::server {

// What the request asks for makes no sense, or is not there; the text says why.
class AdminRefused : public std::runtime_error {
 public:
  explicit AdminRefused(const std::string& message, int status = 400)
      : std::runtime_error(message), http_status(status) {}
  int http_status;
};

http::Response json_answer(int status, const nlohmann::ordered_json& body,
                           const http::Request& request);
http::Response message_answer(int status, std::string_view message, const http::Request& request);

// The parameters of a request's query. Throws AdminRefused for one that is not among `known`.
class AdminQuery {
 public:
  AdminQuery(const http::Request& request, const std::vector<std::string_view>& known);

  // Empty when it is not given.
  std::string text(std::string_view name) const;
  // Throws AdminRefused unless it is a whole number from `min` to `max`. `what`: its unit,
  // "seconds".
  std::int64_t number(std::string_view name, std::string_view what, std::int64_t otherwise,
                      std::int64_t min, std::int64_t max) const;

 private:
  std::vector<http::QueryParameter> parameters_;
};

}  // namespace tombola::server

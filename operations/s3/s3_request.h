// A request of S3 and its answer: HTTP's own, since S3 has its parameters everywhere in it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

namespace tombola::operations::s3 {

using NamedValues = std::vector<std::pair<std::string, std::string>>;

struct S3Request {
  std::string bucket;  // empty: the service itself
  std::string key;     // empty: the bucket itself
  NamedValues query;   // decoded
  NamedValues headers;
  std::string body;

  std::optional<std::string> parameter(std::string_view name) const;
  // Names compare without case.
  std::optional<std::string> header(std::string_view name) const;
};

// '+' stays as it is.
std::string percent_decoded(std::string_view text);

struct S3Answer {
  int status = 200;
  NamedValues headers = {};
  std::string body = {};
  // Instead of a body an XML document: the name of its root, and what stands in it. Members of an
  // array are elements of the same name.
  std::string root = {};
  nlohmann::ordered_json document = {};
};

}  // namespace tombola::operations::s3

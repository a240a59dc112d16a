// The keys that --auth FILE lets in: a file as `aws configure` writes it.
//
//   [default]
//   aws_access_key_id = AKIAIOSFODNN7EXAMPLE
//   aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
//   aws_account_id = 123456789012        (optional)
#pragma once

#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace tombola::server {

// The text names the line and what is wrong with it.
class AccessKeysError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct AccessKey {
  std::string secret;
  std::optional<std::string> account;
};

// By access key id.
using AccessKeys = std::map<std::string, AccessKey>;

// Throws AccessKeysError; there must be one key at least.
AccessKeys parse_access_keys(std::string_view text);
// Throws AccessKeysError that names the file.
AccessKeys read_access_keys(const std::string& path);

}  // namespace tombola::server

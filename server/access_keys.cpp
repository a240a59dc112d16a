#include "server/access_keys.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

#include <fmt/format.h>

namespace tombola::server {
namespace {

std::string_view trim(std::string_view text) {
  constexpr std::string_view blanks = " \t\r";
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) {
    return {};
  }
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

// One [profile] of the file.
struct Profile {
  std::string name;
  std::string access_key_id;
  AccessKey key;

  bool is_empty() const { return access_key_id.empty() && key.secret.empty(); }
};

void add(AccessKeys& keys, const Profile& profile) {
  if (profile.is_empty()) {
    return;  // profiles may hold other things
  }
  if (profile.access_key_id.empty() || profile.key.secret.empty()) {
    throw AccessKeysError(fmt::format(
        "profile [{}] needs both aws_access_key_id and aws_secret_access_key", profile.name));
  }
  if (!keys.emplace(profile.access_key_id, profile.key).second) {
    throw AccessKeysError(fmt::format("the key {} is there twice", profile.access_key_id));
  }
}

bool is_account(std::string_view text) {
  return text.size() == 12 && text.find_first_not_of("0123456789") == std::string_view::npos;
}

void set(Profile& profile, std::string_view name, std::string_view value) {
  if (name == "aws_access_key_id") {
    profile.access_key_id = value;
  } else if (name == "aws_secret_access_key") {
    profile.key.secret = value;
  } else if (name == "aws_account_id") {
    if (!is_account(value)) {
      throw AccessKeysError(fmt::format("aws_account_id '{}' is not twelve digits", value));
    }
    profile.key.account = value;
  }
}

}  // namespace

AccessKeys parse_access_keys(std::string_view text) {
  AccessKeys keys;
  Profile profile{"default", "", {}};
  int number = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = trim(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    ++number;
    if (line.empty() || line.front() == '#' || line.front() == ';') {
      continue;
    }
    if (line.front() == '[' && line.back() == ']') {
      add(keys, profile);
      profile = Profile{std::string(trim(line.substr(1, line.size() - 2))), "", {}};
      continue;
    }
    const std::size_t equals = line.find('=');
    if (equals == std::string_view::npos) {
      throw AccessKeysError(
          fmt::format("line {}: '{}' is neither [profile] nor name = value", number, line));
    }
    set(profile, trim(line.substr(0, equals)), trim(line.substr(equals + 1)));
  }
  add(keys, profile);
  if (keys.empty()) {
    throw AccessKeysError("there is no aws_access_key_id in it");
  }
  return keys;
}

AccessKeys read_access_keys(const std::string& path) {
  std::ifstream file(path);
  std::ostringstream text;
  if (!file || !(text << file.rdbuf())) {
    throw AccessKeysError(fmt::format("{}: {}", path, std::strerror(errno)));
  }
  try {
    return parse_access_keys(text.str());
  } catch (const AccessKeysError& error) {
    throw AccessKeysError(fmt::format("{}: {}", path, error.what()));
  }
}

}  // namespace tombola::server

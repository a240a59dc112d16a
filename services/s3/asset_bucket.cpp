#include "services/s3/asset_bucket.h"

#include <algorithm>
#include <cctype>

namespace tombola::services::s3 {

std::optional<Bucket> asset_bucket(std::string_view name) {
  constexpr std::string_view before = "cdk-";
  constexpr std::string_view between = "-assets-";
  constexpr std::size_t account_digits = 12;
  const std::size_t end_of_qualifier = name.find(between);
  if (!name.starts_with(before) || end_of_qualifier == std::string_view::npos ||
      end_of_qualifier <= before.size()) {
    return std::nullopt;
  }
  const std::string_view rest = name.substr(end_of_qualifier + between.size());
  const bool has_account =
      rest.size() > account_digits + 1 && rest[account_digits] == '-' &&
      std::all_of(rest.begin(), rest.begin() + account_digits,
                  [](unsigned char digit) { return std::isdigit(digit) != 0; });
  if (!has_account) {
    return std::nullopt;
  }
  Bucket bucket;
  bucket.name = name;
  bucket.account = rest.substr(0, account_digits);
  bucket.region = rest.substr(account_digits + 1);
  return bucket;
}

}  // namespace tombola::services::s3

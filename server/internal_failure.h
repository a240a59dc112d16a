// What a caller is told when something of ours fails.
#pragma once

#include <exception>
#include <string>
#include <string_view>

namespace tombola::server {

// As most services of AWS say it; DynamoDB and Lambda: "Internal server error".
inline constexpr std::string_view internal_error_words =
    "We encountered an internal error. Please try again.";

// AWS's words; and the reason with them where a developer can do something about it: of the storage,
// whose errors name path and reason (disk full, read-only). The terminal gets every reason.
std::string internal_failure_text(std::string_view words, const std::exception& error);

}  // namespace tombola::server

// Ids that nobody can guess, as services give them to messages, subscriptions and uploads.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace tombola::services {

// A UUID, version 4.
std::string random_uuid();

std::string random_bytes(std::size_t size);
// Of letters of the alphabet, which has 256 at most.
std::string random_text(std::string_view alphabet, std::size_t size);

inline constexpr std::string_view capitals_and_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
inline constexpr std::string_view small_letters_and_digits = "abcdefghijklmnopqrstuvwxyz0123456789";

}  // namespace tombola::services

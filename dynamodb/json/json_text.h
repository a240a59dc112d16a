// Writing JSON by hand where bytes matter: canonical strings and base64. Everything is appended, so
// that an answer grows in one buffer.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tombola::dynamodb {

// "text" in quotes with minimal escapes: \" \\ \b \f \n \r \t, other control characters as \u00xx,
// everything else as it is. `text` is UTF-8.
void append_json_string(std::string& out, std::string_view text);
std::string json_string(std::string_view text);

// Standard base64 with padding.
void append_base64(std::string& out, std::string_view bytes);
std::string to_base64(std::string_view bytes);
// Nothing when the text is not standard base64 with correct padding. Unused bits of the last
// character must be zero, so that each byte string has one text only.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace tombola::dynamodb

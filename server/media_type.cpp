#include "server/media_type.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace tombola::server {
namespace {

std::string_view trim(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) {
    return {};
  }
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& letter : result) {
    if (letter >= 'A' && letter <= 'Z') {
      letter = static_cast<char>(letter - 'A' + 'a');
    }
  }
  return result;
}

bool is_text_media_type(std::string_view type) {
  static constexpr std::array<std::string_view, 7> textual = {"application/json",
                                                              "application/x-amz-json-1.0",
                                                              "application/xml",
                                                              "application/javascript",
                                                              "application/graphql",
                                                              "application/x-ndjson",
                                                              "application/x-www-form-urlencoded"};
  return type.empty() || type.starts_with("text/") || type.ends_with("+json") ||
         type.ends_with("+xml") || std::find(textual.begin(), textual.end(), type) != textual.end();
}

// Bytes of the sequence that starts with `lead`; 0 for one that cannot start one.
std::size_t sequence_length(unsigned char lead) {
  if (lead < 0x80) {
    return 1;
  }
  if (lead >= 0xc2 && lead < 0xe0) {
    return 2;
  }
  if (lead >= 0xe0 && lead < 0xf0) {
    return 3;
  }
  return lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
}

}  // namespace

std::string base_media_type(std::string_view content_type) {
  return lower(trim(content_type.substr(0, content_type.find(';'))));
}

bool is_text_body(const http::Request& request) {
  const std::string coding = lower(trim(request.header("Content-Encoding")));
  return (coding.empty() || coding == "identity") &&
         is_text_media_type(base_media_type(request.header("Content-Type"))) &&
         is_utf8(request.body);
}

bool is_utf8(std::string_view bytes) {
  std::size_t at = 0;
  while (at < bytes.size()) {
    const auto lead = static_cast<unsigned char>(bytes[at]);
    const std::size_t length = sequence_length(lead);
    if (length == 0 || length > bytes.size() - at) {
      return false;
    }
    std::uint32_t code_point = length == 1 ? lead : lead & (0x7fU >> length);
    for (std::size_t i = 1; i < length; ++i) {
      const auto byte = static_cast<unsigned char>(bytes[at + i]);
      if ((byte & 0xc0) != 0x80) {
        return false;
      }
      code_point = code_point << 6 | (byte & 0x3f);
    }
    const bool overlong =
        (length == 3 && code_point < 0x800) || (length == 4 && code_point < 0x10000);
    const bool surrogate = code_point >= 0xd800 && code_point < 0xe000;
    if (overlong || surrogate || code_point > 0x10ffff) {
      return false;
    }
    at += length;
  }
  return true;
}

bool accepts_gzip(std::string_view accept_encoding) {
  while (!accept_encoding.empty()) {
    const std::size_t comma = accept_encoding.find(',');
    const std::string_view coding = accept_encoding.substr(0, comma);
    if (base_media_type(coding) == "gzip") {
      // ";q=0", ";q=0.0", ...: named only to be excluded.
      const std::size_t q = coding.find("q=");
      return q == std::string_view::npos ||
             trim(coding.substr(q + 2)).find_first_of("123456789") != std::string_view::npos;
    }
    accept_encoding =
        comma == std::string_view::npos ? std::string_view() : accept_encoding.substr(comma + 1);
  }
  return false;
}

}  // namespace tombola::server

#include "services/random_id.h"

#include <cerrno>
#include <system_error>

#include <fmt/format.h>
#include <unistd.h>

namespace tombola::services {

std::string random_bytes(std::size_t size) {
  constexpr std::size_t bytes_at_once_max = 256;  // getentropy gives no more
  std::string bytes(size, '\0');
  for (std::size_t at = 0; at < size; at += bytes_at_once_max) {
    if (getentropy(bytes.data() + at, std::min(size - at, bytes_at_once_max)) != 0) {
      throw std::system_error(errno, std::generic_category(), "getentropy");
    }
  }
  return bytes;
}

std::string random_uuid() {
  std::string bytes = random_bytes(16);
  bytes[6] = static_cast<char>((bytes[6] & 0x0f) | 0x40);
  bytes[8] = static_cast<char>((bytes[8] & 0x3f) | 0x80);
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    text += fmt::format("{}{:02x}", i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "",
                        static_cast<unsigned char>(bytes[i]));
  }
  return text;
}

std::string random_text(std::string_view alphabet, std::size_t size) {
  std::string text = random_bytes(size);
  for (char& letter : text) {
    letter = alphabet[static_cast<unsigned char>(letter) % alphabet.size()];
  }
  return text;
}

}  // namespace tombola::services

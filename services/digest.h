// The digests and checksums that services put on what they are given. Pure; all give raw bytes, the
// checksums big-endian, as AWS encodes them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tombola::services {

std::string md5(std::string_view bytes);
// Lower case.
std::string hexadecimal(std::string_view bytes);

// "CRC32", "CRC32C", "CRC64NVME", "SHA1" or "SHA256", as S3 names them; none for another name.
std::optional<std::string> checksum(std::string_view algorithm, std::string_view bytes);

}  // namespace tombola::services

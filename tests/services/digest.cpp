// Digests and checksums of "123456789": the check values of their definitions (the catalogue of
// parametrised CRC algorithms, RFC 1321, RFC 3174, FIPS 180-2).
#include "services/digest.h"

#include <catch2/catch.hpp>

namespace tombola::test {

TEST_CASE("checksums are those of their definitions") {
  const auto hex = [](const char* algorithm) {
    return services::hexadecimal(services::checksum(algorithm, "123456789").value());
  };
  CHECK(hex("CRC32") == "cbf43926");
  CHECK(hex("CRC32C") == "e3069283");
  CHECK(hex("CRC64NVME") == "ae8b14860a799888");
  CHECK(hex("SHA1") == "f7c3bc1d808e04732adf679965ccc34ca7ae3441");
  CHECK(services::hexadecimal(services::md5("123456789")) == "25f9e794323b453885f5181f1b624d0b");
  CHECK_FALSE(services::checksum("CRC16", ""));
}

}  // namespace tombola::test

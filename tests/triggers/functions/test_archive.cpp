#include "tests/triggers/functions/test_archive.h"

#include <catch2/catch.hpp>
#include <zip.h>

namespace tombola::triggers::testing {
namespace {

constexpr zip_uint16_t first_day = 1 << 5 | 1;  // of an archive's calendar, 1 January 1980

}  // namespace

std::string make_archive(const std::vector<ArchiveEntry>& entries) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* target = zip_source_buffer_create(nullptr, 0, 0, &error);
  REQUIRE(target != nullptr);
  zip_source_keep(target);
  zip_t* archive = zip_open_from_source(target, ZIP_TRUNCATE, &error);
  REQUIRE(archive != nullptr);
  for (const ArchiveEntry& entry : entries) {
    zip_source_t* text = zip_source_buffer(archive, entry.text.data(), entry.text.size(), 0);
    const zip_int64_t index = zip_file_add(archive, entry.name.c_str(), text, ZIP_FL_ENC_UTF_8);
    REQUIRE(index >= 0);
    zip_file_set_external_attributes(archive, static_cast<zip_uint64_t>(index), 0, ZIP_OPSYS_UNIX,
                                     entry.mode << 16);
    // Of the same entries the same bytes, also a while later.
    zip_file_set_dostime(archive, static_cast<zip_uint64_t>(index), 0, first_day, 0);
  }
  REQUIRE(zip_close(archive) == 0);
  REQUIRE(zip_source_open(target) == 0);
  zip_stat_t status;
  REQUIRE(zip_source_stat(target, &status) == 0);
  std::string bytes(status.size, '\0');
  REQUIRE(zip_source_read(target, bytes.data(), bytes.size()) ==
          static_cast<zip_int64_t>(bytes.size()));
  zip_source_close(target);
  zip_source_free(target);
  return bytes;
}

}  // namespace tombola::triggers::testing

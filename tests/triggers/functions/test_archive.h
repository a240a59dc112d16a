// Archives made in the test, with whatever entries it wants; they differ only where these do.
#pragma once

#include <string>
#include <vector>

namespace tombola::triggers::testing {

struct ArchiveEntry {
  std::string name;
  std::string text;
  unsigned mode = 0100644;  // as Unix has it; 0120777: a symbolic link to `text`
};
std::string make_archive(const std::vector<ArchiveEntry>& entries);

}  // namespace tombola::triggers::testing

#include "server/temporary_directory.h"

#include <cerrno>
#include <cstdlib>
#include <string>
#include <system_error>

namespace tombola::server {

namespace fs = std::filesystem;

TemporaryDirectory::TemporaryDirectory() {
  std::string path = (fs::temp_directory_path() / "tombola-XXXXXX").string();
  if (mkdtemp(path.data()) == nullptr) {
    throw std::system_error(errno, std::generic_category(), path);
  }
  path_ = path;
}

TemporaryDirectory::~TemporaryDirectory() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

}  // namespace tombola::server

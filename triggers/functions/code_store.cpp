#include "triggers/functions/code_store.h"

#include <array>
#include <cerrno>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/evp.h>
#include <unistd.h>

#include "dynamodb/json/json_text.h"
#include "http/file_descriptor.h"
#include "triggers/functions/layer_folder.h"
#include "triggers/functions/zip_archive.h"
#include "triggers/runtimes/identifiers.h"

namespace tombola::triggers {

namespace fs = std::filesystem;

namespace {

std::string hexadecimal(std::string_view base64) {
  const auto bytes = dynamodb::from_base64(base64);
  if (!bytes) {
    throw std::runtime_error(fmt::format("'{}' is not the name of any code", base64));
  }
  std::string text;
  for (const unsigned char byte : *bytes) {
    text += fmt::format("{:02x}", byte);
  }
  return text;
}

// On the disk before it has its name: the row that names it may outlive a loss of power.
void write_durably(const fs::path& path, std::string_view bytes) {
  const fs::path draft = fmt::format("{}.{}", path.string(), random_hex(8));
  {
    const http::FileDescriptor file(
        open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    for (std::size_t written = 0; file.get() >= 0 && written < bytes.size();) {
      const ssize_t count = write(file.get(), bytes.data() + written, bytes.size() - written);
      if (count < 0) {
        break;
      }
      written += static_cast<std::size_t>(count);
    }
    if (file.get() < 0 || fsync(file.get()) != 0 || fs::file_size(draft) != bytes.size()) {
      throw std::system_error(errno, std::generic_category(), "cannot write " + draft.string());
    }
  }
  fs::rename(draft, path);
}

std::optional<std::string> read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    return std::nullopt;
  }
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return std::move(bytes).str();
}

}  // namespace

std::string sha256_base64(std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
  unsigned int size = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1) {
    throw std::runtime_error("SHA-256 is not to be had from OpenSSL");
  }
  const std::string text(digest.begin(), digest.begin() + size);
  return dynamodb::to_base64(text);
}

const CodeStore::Folders& CodeStore::folders() const {
  std::call_once(asked_, [this] { folders_ = ask_folders_(); });
  return folders_;
}

fs::path CodeStore::archive_path(std::string_view sha256) const {
  return folders().archives / archive_name(sha256);
}

std::string CodeStore::archive_name(std::string_view sha256) {
  return hexadecimal(sha256) + ".zip";
}

std::optional<std::string> CodeStore::archive_named(std::string_view name) const {
  constexpr std::string_view ending = ".zip";
  if (!name.ends_with(ending) ||
      name.find_first_not_of("0123456789abcdef") != name.size() - ending.size()) {
    return std::nullopt;
  }
  return read_file(folders().archives / name);
}

fs::path CodeStore::unpacked_path(std::string_view sha256) const {
  return folders().unpacked / hexadecimal(sha256);
}

std::string CodeStore::put(std::string_view zip) {
  const std::string sha256 = sha256_base64(zip);
  if (!fs::exists(unpacked_path(sha256))) {
    unpack(zip, unpacked_path(sha256));
  }
  if (!fs::exists(archive_path(sha256))) {
    fs::create_directories(folders().archives);
    write_durably(archive_path(sha256), zip);
  }
  return sha256;
}

// Under another name first: what has its name is whole.
void CodeStore::unpack(std::string_view zip, const fs::path& target) const {
  fs::create_directories(folders().unpacked);
  if (folders().packages) {
    std::error_code there_already;
    fs::create_directory_symlink(*folders().packages, folders().unpacked / "node_modules",
                                 there_already);
  }
  // Whether a .js file is an ES module the code says, not a project that the folder may lie in.
  if (const fs::path boundary = folders().unpacked / "package.json"; !fs::exists(boundary)) {
    std::ofstream(boundary) << "{}\n";
  }
  const fs::path draft = fmt::format("{}.{}", target.string(), random_hex(8));
  try {
    unpack_zip(zip, draft);
    fs::rename(draft, target);
  } catch (...) {
    if (fs::exists(draft)) {
      remove_tree(draft);
    }
    // Somebody else may have been faster.
    if (!fs::exists(target)) {
      throw;
    }
  }
}

std::string CodeStore::directory(std::string_view sha256) const {
  const fs::path path = unpacked_path(sha256);
  if (!fs::exists(path)) {
    if (const auto zip = archive(sha256)) {
      unpack(*zip, path);
    }
  }
  return path.string();
}

std::optional<std::string> CodeStore::archive(std::string_view sha256) const {
  return read_file(archive_path(sha256));
}

void CodeStore::erase(std::string_view sha256) {
  fs::remove(archive_path(sha256));
  remove_tree(unpacked_path(sha256));
}

fs::path CodeStore::layers_path(const std::vector<std::string>& sha256s) const {
  std::string names;
  for (const std::string& sha256 : sha256s) {
    names += sha256 + "\n";
  }
  return folders().unpacked / ("layers-" + hexadecimal(sha256_base64(names)));
}

std::string CodeStore::layers_directory(const std::vector<std::string>& sha256s) const {
  if (sha256s.empty()) {
    return "";
  }
  const fs::path path = layers_path(sha256s);
  if (!fs::exists(path)) {
    std::vector<fs::path> trees;
    for (const std::string& sha256 : sha256s) {
      trees.emplace_back(directory(sha256));
    }
    const fs::path draft = fmt::format("{}.{}", path.string(), random_hex(8));
    lay_over(trees, draft);
    fs::rename(draft, path);
  }
  return path.string();
}

void CodeStore::erase_layers_directory(const std::vector<std::string>& sha256s) {
  remove_tree(layers_path(sha256s));
}

std::uint64_t CodeStore::unpacked_size_bytes(std::string_view sha256) const {
  const std::string path = directory(sha256);
  return fs::exists(path) ? tree_size_bytes(path) : 0;
}

}  // namespace tombola::triggers

// The code of functions made through the API, found by its content:
//
//   <archives>/<sha256, hexadecimal>.zip   as it was uploaded: data
//   <unpacked>/<sha256, hexadecimal>/      what runs: made anew when it is not there
//   <unpacked>/layers-<sha256 of theirs>/  the layers of a function, laid over each other
//   <unpacked>/node_modules                a link to the packages that come with Tombola, where Node
//                                          looks for what the code itself does not have (@aws-sdk/*
//                                          is part of Lambda's runtime, too)
//
// Thread-safe, as long as nobody erases what another is about to use: FunctionCatalog sees to that.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tombola::triggers {

// SHA-256 in base64, as CodeSha256 has it.
std::string sha256_base64(std::string_view bytes);

class CodeStore {
 public:
  struct Folders {
    std::filesystem::path archives;
    std::filesystem::path unpacked;
    std::optional<std::filesystem::path> packages;  // a node_modules
  };
  // Asks for the folders when there is something to put there, once.
  explicit CodeStore(std::function<Folders()> folders) : ask_folders_(std::move(folders)) {}

  // Checks, unpacks and keeps the archive. Throws what unpack_zip throws. Gives its CodeSha256.
  std::string put(std::string_view zip);
  // The folder with the unpacked code, unpacked anew if need be; when the archive is gone, the
  // folder where it would be.
  std::string directory(std::string_view sha256) const;
  // The archive; none when there is none.
  std::optional<std::string> archive(std::string_view sha256) const;
  void erase(std::string_view sha256);

  // The folder with the contents of these layers, later ones over earlier ones; empty without any.
  std::string layers_directory(const std::vector<std::string>& sha256s) const;
  void erase_layers_directory(const std::vector<std::string>& sha256s);
  // What it takes unpacked.
  std::uint64_t unpacked_size_bytes(std::string_view sha256) const;
  // <sha256, hexadecimal>.zip
  static std::string archive_name(std::string_view sha256);
  // By that name.
  std::optional<std::string> archive_named(std::string_view name) const;

 private:
  std::filesystem::path archive_path(std::string_view sha256) const;
  std::filesystem::path unpacked_path(std::string_view sha256) const;
  std::filesystem::path layers_path(const std::vector<std::string>& sha256s) const;
  void unpack(std::string_view zip, const std::filesystem::path& target) const;

  const Folders& folders() const;

  const std::function<Folders()> ask_folders_;
  mutable std::once_flag asked_;
  mutable Folders folders_;
};

}  // namespace tombola::triggers

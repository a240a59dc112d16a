#include "triggers/functions/zip_archive.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <sys/stat.h>
#include <zip.h>

#include "dynamodb/limits.h"

namespace tombola::triggers {

namespace fs = std::filesystem;

namespace {

struct Discard {
  void operator()(zip_t* archive) const { zip_discard(archive); }
  void operator()(zip_file_t* file) const { zip_fclose(file); }
  void operator()(zip_source_t* source) const { zip_source_free(source); }
};
using Archive = std::unique_ptr<zip_t, Discard>;
using ArchivedFile = std::unique_ptr<zip_file_t, Discard>;

struct Entry {
  zip_uint64_t index = 0;
  fs::path name;
  std::uint64_t size = 0;
  mode_t mode = 0;  // 0: the archive was not made on Unix
};

Archive open_archive(std::string_view zip) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(zip.data(), zip.size(), 0, &error);
  Archive archive(source == nullptr ? nullptr : zip_open_from_source(source, ZIP_RDONLY, &error));
  if (archive == nullptr) {
    if (source != nullptr) {
      zip_source_free(source);
    }
    const std::string reason = zip_error_strerror(&error);
    zip_error_fini(&error);
    throw BrokenArchive(reason);
  }
  zip_error_fini(&error);
  return archive;
}

bool stays_inside(const fs::path& path) {
  if (path.empty() || path.is_absolute()) {
    return false;
  }
  const fs::path normal = path.lexically_normal();
  return normal.begin() == normal.end() || *normal.begin() != "..";
}

Entry entry_at(zip_t* archive, zip_uint64_t index) {
  zip_stat_t status;
  zip_stat_init(&status);
  if (zip_stat_index(archive, index, 0, &status) != 0 || (status.valid & ZIP_STAT_NAME) == 0 ||
      (status.valid & ZIP_STAT_SIZE) == 0) {
    throw BrokenArchive("an entry cannot be read");
  }
  Entry entry{index, fs::path(status.name), status.size, 0};
  if (!stays_inside(entry.name)) {
    throw BrokenArchive(fmt::format("{} leads out of the archive", status.name));
  }
  zip_uint8_t system = 0;
  zip_uint32_t attributes = 0;
  if (zip_file_get_external_attributes(archive, index, 0, &system, &attributes) == 0 &&
      system == ZIP_OPSYS_UNIX) {
    entry.mode = attributes >> 16;
  }
  return entry;
}

// Calls `take` with one piece after the other.
template <typename Take>
void read_entry(zip_t* archive, const Entry& entry, Take take) {
  const ArchivedFile file(zip_fopen_index(archive, entry.index, 0));
  if (file == nullptr) {
    throw BrokenArchive(zip_strerror(archive));
  }
  std::vector<char> piece(65'536);
  std::uint64_t total = 0;
  for (zip_int64_t count; (count = zip_fread(file.get(), piece.data(), piece.size())) != 0;) {
    if (count < 0) {
      throw BrokenArchive(zip_file_strerror(file.get()));
    }
    total += static_cast<std::uint64_t>(count);
    if (total > entry.size) {
      throw BrokenArchive("an entry is longer than it says");
    }
    take(std::string_view(piece.data(), static_cast<std::size_t>(count)));
  }
}

void write_link(zip_t* archive, const Entry& entry, const fs::path& target) {
  std::string leads_to;
  if (entry.size > limits::function_code_link_bytes_max) {
    throw BrokenArchive("a link is too long");
  }
  read_entry(archive, entry, [&](std::string_view piece) { leads_to.append(piece); });
  if (fs::path(leads_to).is_absolute() ||
      !stays_inside(entry.name.parent_path() / fs::path(leads_to))) {
    throw BrokenArchive(fmt::format("{} leads out of the archive", entry.name.string()));
  }
  fs::create_symlink(leads_to, target);
}

void write_file(zip_t* archive, const Entry& entry, const fs::path& target) {
  // Not through a link that the archive has laid there.
  if (fs::symlink_status(target).type() != fs::file_type::not_found) {
    throw BrokenArchive(fmt::format("{} is there twice", entry.name.string()));
  }
  std::ofstream file(target, std::ios::binary);
  read_entry(archive, entry, [&](std::string_view piece) {
    file.write(piece.data(), static_cast<std::streamsize>(piece.size()));
  });
  file.close();
  if (!file) {
    throw fs::filesystem_error("cannot write", target,
                               std::error_code(errno, std::generic_category()));
  }
  using enum fs::perms;
  const bool executable = (entry.mode & S_IXUSR) != 0;
  fs::permissions(target, owner_read | group_read | others_read |
                              (executable ? owner_exec | group_exec | others_exec : none));
}

// Folders that an entry lies in; none of them may be a link.
void make_folders(const fs::path& root, const fs::path& name) {
  fs::path folder = root;
  for (const fs::path& part : name) {
    folder /= part;
    const fs::file_type type = fs::symlink_status(folder).type();
    if (type == fs::file_type::not_found) {
      fs::create_directory(folder);
    } else if (type != fs::file_type::directory) {
      throw BrokenArchive(fmt::format("{} is not a folder", folder.string()));
    }
  }
}

void protect_folders(const fs::path& root) {
  using enum fs::perms;
  const fs::perms read_only =
      owner_read | owner_exec | group_read | group_exec | others_read | others_exec;
  std::vector<fs::path> folders = {root};
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root)) {
    if (entry.symlink_status().type() == fs::file_type::directory) {
      folders.push_back(entry.path());
    }
  }
  for (const fs::path& folder : folders) {
    fs::permissions(folder, read_only);
  }
}

// Not the time at which a file was written or a link packed, so that the same files are the same bytes.
constexpr zip_uint16_t first_of_1980 = 1 << 5 | 1;  // month and day

void add_file(zip_t* archive, const fs::path& folder, const fs::path& file, std::string& link) {
  struct stat status {};
  lstat(file.c_str(), &status);
  zip_source_t* source = nullptr;
  if (S_ISLNK(status.st_mode)) {
    link = fs::read_symlink(file).string();
    source = zip_source_buffer(archive, link.data(), link.size(), 0);
  } else {
    source = zip_source_file(archive, file.c_str(), 0, -1);
  }
  const std::string name = file.lexically_relative(folder).generic_string();
  const zip_int64_t index = zip_file_add(archive, name.c_str(), source, ZIP_FL_ENC_UTF_8);
  if (index < 0) {
    zip_source_free(source);
    throw std::runtime_error(
        fmt::format("{}: cannot be packed: {}", file.string(), zip_strerror(archive)));
  }
  const auto added = static_cast<zip_uint64_t>(index);
  zip_file_set_external_attributes(archive, added, 0, ZIP_OPSYS_UNIX,
                                   static_cast<zip_uint32_t>(status.st_mode) << 16);
  zip_file_set_dostime(archive, added, 0, first_of_1980, 0);
}

std::string read_whole(zip_source_t* source) {
  zip_stat_t status;
  if (zip_source_open(source) != 0 || zip_source_stat(source, &status) != 0) {
    throw std::runtime_error("cannot read an archive that was made");
  }
  std::string bytes(status.size, '\0');
  const zip_int64_t count = zip_source_read(source, bytes.data(), bytes.size());
  zip_source_close(source);
  bytes.resize(count < 0 ? 0 : static_cast<std::size_t>(count));
  return bytes;
}

}  // namespace

void unpack_zip(std::string_view zip, const fs::path& target) {
  const Archive archive = open_archive(zip);
  const zip_int64_t count = zip_get_num_entries(archive.get(), 0);
  if (count <= 0) {
    throw EmptyArchive();
  }
  std::vector<Entry> entries;
  std::uint64_t total = 0;
  for (zip_int64_t index = 0; index < count; ++index) {
    entries.push_back(entry_at(archive.get(), static_cast<zip_uint64_t>(index)));
    total += entries.back().size;
    if (entries.back().size > limits::function_code_unzipped_bytes_max ||
        total > limits::function_code_unzipped_bytes_max) {
      throw ArchiveTooLarge();
    }
  }
  fs::create_directories(target);
  for (const Entry& entry : entries) {
    const fs::path name = entry.name.lexically_normal();
    if (!name.has_filename()) {  // "folder/"
      make_folders(target, name.parent_path());
      continue;
    }
    make_folders(target, name.parent_path());
    if (S_ISLNK(entry.mode)) {
      write_link(archive.get(), entry, target / name);
    } else {
      write_file(archive.get(), entry, target / name);
    }
  }
  protect_folders(target);
}

std::string pack_zip(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.symlink_status().type() != fs::file_type::directory) {
      files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  zip_source_t* bytes = zip_source_buffer_create(nullptr, 0, 0, nullptr);
  zip_source_keep(bytes);  // it is read when the archive is closed
  const std::unique_ptr<zip_source_t, Discard> kept(bytes);
  Archive archive(zip_open_from_source(bytes, ZIP_TRUNCATE, nullptr));
  if (archive == nullptr) {
    throw std::runtime_error("cannot make an archive");
  }
  std::vector<std::string> links(files.size());  // what the archive refers to until it is closed
  for (std::size_t i = 0; i < files.size(); ++i) {
    add_file(archive.get(), folder, files[i], links[i]);
  }
  if (zip_close(archive.get()) != 0) {
    throw std::runtime_error(
        fmt::format("{}: cannot be packed: {}", folder.string(), zip_strerror(archive.get())));
  }
  [[maybe_unused]] zip_t* const closed = archive.release();
  return read_whole(bytes);
}

void remove_tree(const fs::path& path) {
  if (fs::symlink_status(path).type() == fs::file_type::directory) {
    fs::permissions(path, fs::perms::owner_all);
    for (const fs::directory_entry& entry : fs::directory_iterator(path)) {
      remove_tree(entry.path());
    }
  }
  fs::remove(path);
}

}  // namespace tombola::triggers

// The directory holds one file, "memory-engine". Integers are 8 bytes, most significant first.
//
//   magic     "Tombola!"                                     8 bytes
//   version   2; in 1, counters were one number each
//   'r' key-size value-size key value                        a row
//   'l' log number time-ms size bytes                        a log record, ascending in its log
//   'e' last-number last-time-ms                             what the next records go on from
//   checksum  FNV-1a, 64 bits, of all bytes before it
//
// It is written under another name and renamed once it is on disk, so that a file with the right
// name is whole; the checksum finds what happened to it since.
#include "storage/engine/memory_checkpoint.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>

#include <fmt/format.h>
#include <unistd.h>

#include "storage/engine/fixed64.h"

namespace tombola::storage {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view magic = "Tombola!";
constexpr std::uint64_t version = 2;
constexpr std::size_t buffer_bytes = 1u << 20;
constexpr std::size_t checksum_bytes = 8;

class Checksum {
 public:
  void add(std::string_view bytes) {
    for (const char byte : bytes) {
      value_ = (value_ ^ static_cast<unsigned char>(byte)) * 0x100000001b3;
    }
  }
  std::uint64_t value() const { return value_; }

 private:
  std::uint64_t value_ = 0xcbf29ce484222325;
};

class CheckpointFile {
 public:
  explicit CheckpointFile(fs::path path)
      : path_(std::move(path)), file_(std::fopen(path_.c_str(), "wbx")) {
    require(file_ != nullptr);
    add(magic);
    number(version);
  }

  void tag(char tag) { buffer_.push_back(tag); }
  void number(std::uint64_t value) { append_fixed64(buffer_, value); }
  void add(std::string_view bytes) {
    buffer_.append(bytes);
    if (buffer_.size() >= buffer_bytes) flush();
  }

  void finish() {
    flush();
    append_fixed64(buffer_, checksum_.value());
    flush();
    require(std::fflush(file_.get()) == 0 && ::fsync(::fileno(file_.get())) == 0);
    require(std::fclose(file_.release()) == 0);
  }

 private:
  void flush() {
    checksum_.add(buffer_);
    require(std::fwrite(buffer_.data(), 1, buffer_.size(), file_.get()) == buffer_.size());
    buffer_.clear();
  }
  void require(bool worked) const {
    if (!worked) {
      throw EngineError(
          fmt::format("{}: cannot be written: {}", path_.string(), std::strerror(errno)));
    }
  }

  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  const fs::path path_;
  std::unique_ptr<std::FILE, Close> file_;
  std::string buffer_;
  Checksum checksum_;
};

// Reads what CheckpointFile wrote and the checksum has vouched for.
class CheckpointReader {
 public:
  explicit CheckpointReader(std::string_view rest) : rest_(rest) {}

  char tag() { return take(1)[0]; }
  std::uint64_t number() { return read_fixed64(take(8)); }
  std::string_view take(std::uint64_t size) {
    if (size > rest_.size()) throw EngineError("it ends too early");
    const std::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
  }

 private:
  std::string_view rest_;
};

std::string read_file(const fs::path& path) {
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  if (!file) throw EngineError(std::strerror(errno));
  std::string bytes(std::istreambuf_iterator<char>(file), {});
  if (file.bad()) throw EngineError("it cannot be read");
  return bytes;
}

void load(const fs::path& path, MemoryStore& store) {
  const std::string bytes = read_file(path);
  CheckpointReader reader(bytes);
  if (reader.take(magic.size()) != magic) throw EngineError("it is not a checkpoint");
  if (const std::uint64_t found = reader.number(); found < 1 || found > version) {
    throw EngineError(
        fmt::format("its format is version {}, this program reads up to {}", found, version));
  }
  Checksum checksum;
  const std::string_view all = bytes;
  if (all.size() < magic.size() + 2 * checksum_bytes) throw EngineError("it ends too early");
  checksum.add(all.substr(0, all.size() - checksum_bytes));
  if (checksum.value() != read_fixed64(all.substr(all.size() - checksum_bytes))) {
    throw EngineError("it is damaged: its checksum does not fit");
  }

  for (;;) {
    const char tag = reader.tag();
    if (tag == 'r') {
      const std::uint64_t key_size = reader.number();
      const std::uint64_t value_size = reader.number();
      const std::string_view key = reader.take(key_size);
      store.restore_row({std::string(key), std::string(reader.take(value_size))});
    } else if (tag == 'l') {
      const LogId log = reader.number();
      LogRecord record{reader.number(), static_cast<std::int64_t>(reader.number()), {}};
      const std::uint64_t size = reader.number();
      record.bytes = reader.take(size);
      store.restore_record(log, std::move(record));
    } else if (tag == 'e') {
      const std::uint64_t last_number = reader.number();
      store.restore_last(last_number, static_cast<std::int64_t>(reader.number()));
      return;
    } else {
      throw EngineError("it holds a row of an unknown kind");
    }
  }
}

fs::path file_in(const std::string& directory) {
  return fs::path(directory) / "memory-engine";
}

}  // namespace

void write_memory_checkpoint(MemoryStore& store, const std::string& path) {
  std::error_code error;
  const fs::path parent = fs::absolute(path).parent_path();
  fs::create_directories(parent, error);
  if (!error && !fs::create_directory(path, error) && !error) {
    throw EngineError(fmt::format("{}: a checkpoint needs a new directory; it exists", path));
  }
  if (error) throw EngineError(fmt::format("{}: {}", path, error.message()));

  const fs::path whole = file_in(path);
  const fs::path partial = whole.string() + ".partial";
  CheckpointFile file(partial);
  const MemorySnapshot at =
      store.visit({.row =
                       [&](Row&& row) {
                         file.tag('r');
                         file.number(row.key.size());
                         file.number(row.value.size());
                         file.add(row.key);
                         file.add(row.value);
                       },
                   .record =
                       [&](LogId log, LogRecord&& record) {
                         file.tag('l');
                         file.number(log);
                         file.number(record.number);
                         file.number(static_cast<std::uint64_t>(record.time_ms));
                         file.number(record.bytes.size());
                         file.add(record.bytes);
                       }});
  file.tag('e');
  file.number(at.last_number);
  file.number(static_cast<std::uint64_t>(at.last_time_ms));
  file.finish();
  fs::rename(partial, whole, error);
  if (error) throw EngineError(fmt::format("{}: {}", whole.string(), error.message()));
}

void load_memory_checkpoint(const std::string& path, MemoryStore& store) {
  const fs::path file = file_in(path);
  try {
    load(file, store);
  } catch (const EngineError& error) {
    throw EngineError(
        fmt::format("{}: cannot load the checkpoint: {}", file.string(), error.what()));
  }
}

}  // namespace tombola::storage

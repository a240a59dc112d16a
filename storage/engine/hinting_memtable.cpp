#include "storage/engine/hinting_memtable.h"

#include <array>
#include <functional>
#include <string_view>
#include <utility>

#include "storage/engine/engine_limits.h"

namespace tombola::storage {

namespace {

using rocksdb::KeyHandle;
using rocksdb::MemTableRep;
using rocksdb::Slice;

class HintingMemtable final : public MemTableRep {
 public:
  HintingMemtable(std::unique_ptr<MemTableRep> list, rocksdb::Allocator* allocator,
                  std::size_t prefix_bytes)
      : MemTableRep(allocator), list_(std::move(list)), prefix_bytes_(prefix_bytes) {}

  void Insert(KeyHandle handle) override { InsertKey(handle); }
  bool InsertKey(KeyHandle handle) override {
    const std::string_view prefix = prefix_of(static_cast<const char*>(handle));
    Place& place = places_[std::hash<std::string_view>{}(prefix) % places_.size()];
    // Keys that come once must not cost more than without all this: the first time is only noted.
    // What another key has left as its place is as good as none: it is checked before it is used.
    if (place.prefix == prefix) return list_->InsertKeyWithHint(handle, &place.hint);
    place.prefix = prefix;
    return list_->InsertKey(handle);
  }

  KeyHandle Allocate(std::size_t size, char** buffer) override {
    return list_->Allocate(size, buffer);
  }
  void InsertConcurrently(KeyHandle handle) override { list_->InsertConcurrently(handle); }
  bool Contains(const char* key) const override { return list_->Contains(key); }
  void MarkReadOnly() override { list_->MarkReadOnly(); }
  void MarkFlushed() override { list_->MarkFlushed(); }
  void Get(const rocksdb::LookupKey& key, void* arguments,
           bool (*callback)(void*, const char*)) override {
    list_->Get(key, arguments, callback);
  }
  std::uint64_t ApproximateNumEntries(const Slice& begin, const Slice& end) override {
    return list_->ApproximateNumEntries(begin, end);
  }
  void UniqueRandomSample(const std::uint64_t entries, const std::uint64_t sample,
                          std::unordered_set<const char*>* found) override {
    list_->UniqueRandomSample(entries, sample, found);
  }
  std::size_t ApproximateMemoryUsage() override { return list_->ApproximateMemoryUsage(); }
  Iterator* GetIterator(rocksdb::Arena* arena) override { return list_->GetIterator(arena); }
  Iterator* GetDynamicPrefixIterator(rocksdb::Arena* arena) override {
    return list_->GetDynamicPrefixIterator(arena);
  }

 private:
  // Both lie in the memory of the write buffer and live as long.
  struct Place {
    std::string_view prefix;
    void* hint = nullptr;
  };

  // An entry begins with the caller's key and eight bytes of RocksDB's behind it.
  std::string_view prefix_of(const char* entry) const {
    const Slice key = rocksdb::GetLengthPrefixedSlice(entry);
    return std::string_view(key.data(), key.size() - 8).substr(0, prefix_bytes_);
  }

  const std::unique_ptr<MemTableRep> list_;
  const std::size_t prefix_bytes_;
  std::array<Place, engine_limits::insert_places_max> places_{};
};

class HintingMemtableFactory final : public rocksdb::MemTableRepFactory {
 public:
  explicit HintingMemtableFactory(std::size_t prefix_bytes) : prefix_bytes_(prefix_bytes) {}

  MemTableRep* CreateMemTableRep(const MemTableRep::KeyComparator& compare,
                                 rocksdb::Allocator* allocator,
                                 const rocksdb::SliceTransform* transform,
                                 rocksdb::Logger* logger) override {
    std::unique_ptr<MemTableRep> list(
        lists_.CreateMemTableRep(compare, allocator, transform, logger));
    return new HintingMemtable(std::move(list), allocator, prefix_bytes_);
  }
  const char* Name() const override { return "tombola.HintingMemtable"; }
  bool CanHandleDuplicatedKey() const override { return lists_.CanHandleDuplicatedKey(); }

 private:
  const std::size_t prefix_bytes_;
  rocksdb::SkipListFactory lists_;
};

}  // namespace

std::shared_ptr<rocksdb::MemTableRepFactory> hinting_memtable(std::size_t prefix_bytes) {
  return std::make_shared<HintingMemtableFactory>(prefix_bytes);
}

}  // namespace tombola::storage

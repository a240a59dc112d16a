// A memory engine's state as a file.
#pragma once

#include <string>

#include "storage/engine/memory_store.h"

namespace tombola::storage {

// Creates the directory `path`, which must not exist. Throws EngineError.
void write_memory_checkpoint(MemoryStore& store, const std::string& path);

// Into an empty store. Throws EngineError that names the path when there is no whole checkpoint.
void load_memory_checkpoint(const std::string& path, MemoryStore& store);

}  // namespace tombola::storage

// The RocksDB engine, for the tests that need more than engine.h: another file system under it.
#pragma once

#include <memory>
#include <string>

#include <rocksdb/env.h>

#include "storage/engine/engine.h"

namespace tombola::storage {

// As open_rocksdb_engine; all files are written through `environment`, which outlives the engine.
std::unique_ptr<Engine> open_rocksdb_engine(const std::string& path, EngineOptions options,
                                            rocksdb::Env* environment);

}  // namespace tombola::storage

// Numbers that name what services keep: a queue's messages, a bucket's objects. None is given
// twice, so what is left of something deleted never shows up in something new.
#pragma once

#include <cstdint>

#include "storage/engine/engine.h"

namespace tombola::services {

// The next number. Belongs to the transaction.
std::uint64_t new_service_id(storage::Transaction& transaction);

}  // namespace tombola::services

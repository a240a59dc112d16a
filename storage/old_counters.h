// Data directories of earlier versions counted a table's items and their bytes apart, in rows
// 'n' table:8 kind:1 [index:4] with 'c' for items and 'b' for bytes.
#pragma once

#include "storage/engine/engine.h"

namespace tombola::storage {

// Makes them into the counters of today. Costs a glance where there are none.
void join_old_counters(Engine& engine);

}  // namespace tombola::storage

// Which functions, mappings and routes follow from the flags. Handlers that are the same file and
// export are one function; each function is named after its file, as unique as a name must be.
// Pure, but for the current directory, which makes paths absolute.
#pragma once

#include <vector>

#include "server/options.h"
#include "triggers/event_source_mapping.h"
#include "triggers/function.h"

namespace tombola::server {

struct FunctionPlan {
  std::vector<triggers::Function> functions;
  std::vector<triggers::EventSourceMapping> mappings;  // one for each --trigger
  HttpRoutes routes;
};

FunctionPlan plan_functions(const Options& options);

}  // namespace tombola::server

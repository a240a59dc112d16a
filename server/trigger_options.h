// The options of --trigger: how a mapping works, in AWS's terms.
//
//   TABLE=HANDLER,batch-size=10,bisect,filter={"eventName":["INSERT"]}
//   TABLE=HANDLER,@mapping.json
//
// The file is JSON with the members of Lambda's CreateEventSourceMapping, so that what works in an
// account can be tried as it is. Options are read from left to right; a later one wins, filters add
// up.
#pragma once

#include <string_view>
#include <utility>

#include "triggers/event_source_mapping.h"

namespace tombola::server {

// Where the options of "HANDLER,option,..." begin: at a comma behind which an option's name or '@'
// follows. A handler's file may have commas of its own.
std::pair<std::string_view, std::string_view> split_trigger_options(std::string_view text);

// "batch-size=10,bisect": the settings with these changes. Reads the file of '@'. Throws FlagError
// for what it does not understand and for values that AWS refuses.
triggers::EventSourceMapping parse_trigger_options(std::string_view options);

// A trigger without options has AWS's defaults, endless retries among them, and works as its author
// knows it; warnings are for those who chose.
bool has_trigger_options(const triggers::EventSourceMapping& mapping);

// The names, for messages and --help: "batch-size, batching-window, ...".
std::string_view trigger_option_names();

}  // namespace tombola::server

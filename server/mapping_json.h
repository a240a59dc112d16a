// An event source mapping's settings as JSON with the members of Lambda's CreateEventSourceMapping.
#pragma once

#include <string_view>

#include "triggers/event_source_mapping.h"

namespace tombola::server {

// Takes the settings that the text has, an object; filters add up. A filter's Pattern is text, as
// in the API, or the pattern itself. Throws FlagError for members that it does not know and for
// values of the wrong type.
void apply_mapping_json(triggers::EventSourceMapping& mapping, std::string_view text);

}  // namespace tombola::server

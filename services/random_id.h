// Ids that nobody can guess, as services give them to messages, subscriptions and uploads.
#pragma once

#include <string>

namespace tombola::services {

// A UUID, version 4.
std::string random_uuid();

}  // namespace tombola::services

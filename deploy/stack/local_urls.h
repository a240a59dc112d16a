// URLs of AWS that answer here: an API's address as its template puts it together becomes the one at
// which this server has it. Pure.
#pragma once

#include <functional>
#include <string>

#include "deploy/template/template.h"

namespace tombola::deploy {

// In every text of `value`: https://<api>.execute-api.<region>.<suffix> of an API of ours is
// http://<api>.execute-api.localhost:<port>. `endpoint`: host:port of this server.
using IsOurApi = std::function<bool(const std::string& id)>;
Json with_local_urls(const Json& value, const IsOurApi& is_ours, const std::string& endpoint);

}  // namespace tombola::deploy

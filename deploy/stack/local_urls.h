// URLs of AWS that answer here: an API's address as its template puts it together becomes the one at
// which this server has it. Pure.
#pragma once

#include <string>
#include <vector>

#include "deploy/template/template.h"

namespace tombola::deploy {

// In every text of `value`: https://<api>.execute-api.<region>.<suffix> of one of `apis` is
// http://<api>.execute-api.localhost:<port>. `endpoint`: host:port of this server.
Json with_local_urls(const Json& value, const std::vector<std::string>& apis,
                     const std::string& endpoint);

}  // namespace tombola::deploy

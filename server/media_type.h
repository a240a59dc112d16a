// What a Content-Type says about a body. Pure.
#pragma once

#include <string>
#include <string_view>

#include "http/message.h"

namespace tombola::server {

// "Application/JSON; charset=utf-8" -> "application/json"
std::string base_media_type(std::string_view content_type);

// Whether the body can be handed on as text: an uncompressed textual media type (or none) and valid
// UTF-8.
bool is_text_body(const http::Request& request);

bool is_utf8(std::string_view bytes);

// Whether an Accept-Encoding header lets us answer with gzip ("gzip;q=0" does not).
bool accepts_gzip(std::string_view accept_encoding);

}  // namespace tombola::server

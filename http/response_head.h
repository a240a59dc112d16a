// The head of an answer as text: status line, headers, and what the session adds. Written by hand,
// since Beast's serializer costs more than the whole of a small answer.
#pragma once

#include <ctime>
#include <string>
#include <string_view>

#include "http/message.h"

namespace tombola::http {

// How a client finds the end of the body: by its length, chunk by chunk, or as the connection's end.
enum class BodyEnd { ByLength, Chunked, ByClose };

// "HTTP/1.1 200 OK\r\n...\r\n\r\n". Content-Length is that of response.body, whether or not the
// body will follow. A status that cannot end a request (1xx, or no number of three digits) becomes
// 500; line ends inside a header become spaces, so that a handler's text cannot forge headers.
std::string response_head(const Response& response, bool keep_alive,
                          BodyEnd end = BodyEnd::ByLength);

// 204 and 304 end with their head.
bool status_has_body(int status);

// "Tue, 15 Nov 1994 08:12:31 GMT" (RFC 9110, 5.6.7).
std::string http_date(std::time_t time);

}  // namespace tombola::http

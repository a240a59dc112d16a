// AWS's event stream, application/vnd.amazon.eventstream: what an answer consists of that comes in
// parts. Pure.
// https://smithy.io/2.0/aws/amazon-eventstream.html
#pragma once

#include <string>
#include <string_view>

namespace tombola::operations::lambda {

// The bytes of an event.
std::string event_stream_message(std::string_view event_type, std::string_view content_type,
                                 std::string_view payload);

}  // namespace tombola::operations::lambda

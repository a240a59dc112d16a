// The error objects that Lambda itself puts in an invocation's payload.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tombola::triggers {

// {"errorType":...,"errorMessage":...}, with "trace" when there are lines of it.
std::string error_object(std::string_view type, std::string_view message,
                         const std::vector<std::string>& trace = {});

// Of an error object; "Runtime.Unknown" when it has none.
std::string error_type_of(std::string_view error_object);

// "RequestId: <id> Error: Runtime exited with error: exit status 1". `exit` is
// ChildProcess::Exit::description().
std::string exit_message(std::string_view request_id, std::string_view exit);
// "Task timed out after 1.00 seconds"
std::string timeout_text(std::int64_t timeout_ms);
std::string timeout_error(std::string_view request_id, std::int64_t timeout_ms);
std::string response_too_large_error(std::size_t size_bytes_max);

}  // namespace tombola::triggers

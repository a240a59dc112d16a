// Text of others' in a line that people read.
#pragma once

#include <cstddef>
#include <string>

namespace tombola::server {

// Cut to about `bytes_max`, between letters, and without line breaks and other controls.
std::string line_text(std::string text, std::size_t bytes_max);

}  // namespace tombola::server

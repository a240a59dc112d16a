// Whether the file that a function's Handler names is there, before anything is made of it.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "deploy/template/template.h"

namespace tombola::deploy {

// `properties`: of the function, whose code lies in `folder`. What is wrong, in one line; none: it is
// there, or cannot be told by the template alone (a reference, another runtime's, one of a layer).
std::optional<std::string> missing_handler(const std::filesystem::path& folder,
                                           const Json& properties);

}  // namespace tombola::deploy

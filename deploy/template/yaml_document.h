// YAML as JSON: what template_text.h says of it. Pure.
#pragma once

#include <string>

#include "deploy/template/template.h"

namespace tombola::deploy {

// Throws TemplateError on what is not YAML, or not a map.
Json parse_yaml(const std::string& text);

}  // namespace tombola::deploy

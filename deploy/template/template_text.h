// The text of a template, JSON or YAML, as one JSON document. Pure.
//
// Of YAML: the short forms of functions (!Ref, !Sub, ...) become their long forms, merge keys and
// aliases are followed. A scalar becomes a number where nothing of its text is lost by
// that; dates and numbers like 010 or 1.10 stay the text they are. yes, no, on and off are booleans.
#pragma once

#include <string_view>

#include "deploy/template/template.h"

namespace tombola::deploy {

// Throws TemplateError.
Json parse_template_text(std::string_view text);

}  // namespace tombola::deploy

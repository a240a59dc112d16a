// Properties as requests want them. Pure.
#pragma once

#include <initializer_list>
#include <string_view>

#include "deploy/template/template.h"

namespace tombola::deploy {

// CloudFormation takes "5" for 5, "true" for true and 5 for "5"; operations do not. Which property is
// a number or a boolean is told by its name. Documents of policies stay as they are.
Json typed(const Json& properties);

// Those of them that are there.
Json picked(const Json& properties, std::initializer_list<const char*> names);

// [{"Key":"a","Value":"b"}] as {"a":"b"}; null as {}.
Json tags_as_map(const Json& tags);

// The member, or null.
Json member(const Json& object, std::string_view name);

bool differs(const Json& before, const Json& after, std::string_view name);
// A text, or a document as text.
std::string document_text(const Json& document);

}  // namespace tombola::deploy

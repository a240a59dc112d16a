// nlohmann-json is templates, and without this every file that writes a line of JSON compiles the
// whole printer and parser for itself: half of all compile time. They are compiled once, in
// json_templates.cpp. Part of the precompiled header, so only an accelerator, too.
#pragma once

#include <string>

#include <nlohmann/json.hpp>

namespace tombola::compile {

// What json::parse reads from: a std::string_view's text, a std::string's.
using ViewInput = nlohmann::detail::iterator_input_adapter<const char*>;
using StringInput = nlohmann::detail::iterator_input_adapter<std::string::const_iterator>;

}  // namespace tombola::compile

extern template class nlohmann::basic_json<>;
extern template class nlohmann::basic_json<nlohmann::ordered_map>;
extern template class nlohmann::detail::serializer<nlohmann::json>;
extern template class nlohmann::detail::serializer<nlohmann::ordered_json>;
extern template class nlohmann::detail::lexer<nlohmann::json, tombola::compile::ViewInput>;
extern template class nlohmann::detail::lexer<nlohmann::json, tombola::compile::StringInput>;
extern template class nlohmann::detail::lexer<nlohmann::ordered_json, tombola::compile::ViewInput>;
extern template class nlohmann::detail::lexer<nlohmann::ordered_json,
                                              tombola::compile::StringInput>;
extern template class nlohmann::detail::parser<nlohmann::json, tombola::compile::ViewInput>;
extern template class nlohmann::detail::parser<nlohmann::json, tombola::compile::StringInput>;
extern template class nlohmann::detail::parser<nlohmann::ordered_json, tombola::compile::ViewInput>;
extern template class nlohmann::detail::parser<nlohmann::ordered_json,
                                               tombola::compile::StringInput>;

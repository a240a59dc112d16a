#include "cmake/json_templates.h"

template class nlohmann::basic_json<>;
template class nlohmann::basic_json<nlohmann::ordered_map>;
template class nlohmann::detail::serializer<nlohmann::json>;
template class nlohmann::detail::serializer<nlohmann::ordered_json>;
template class nlohmann::detail::lexer<nlohmann::json, tombola::compile::ViewInput>;
template class nlohmann::detail::lexer<nlohmann::json, tombola::compile::StringInput>;
template class nlohmann::detail::lexer<nlohmann::ordered_json, tombola::compile::ViewInput>;
template class nlohmann::detail::lexer<nlohmann::ordered_json, tombola::compile::StringInput>;
template class nlohmann::detail::parser<nlohmann::json, tombola::compile::ViewInput>;
template class nlohmann::detail::parser<nlohmann::json, tombola::compile::StringInput>;
template class nlohmann::detail::parser<nlohmann::ordered_json, tombola::compile::ViewInput>;
template class nlohmann::detail::parser<nlohmann::ordered_json, tombola::compile::StringInput>;

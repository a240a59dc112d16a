// S3's XML documents as JSON. Pure.
#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace tombola::services::s3 {

// The members of an array are elements of the same name; a text is the element's text.
std::string xml_of(const std::string& root, const nlohmann::ordered_json& document);

// What stands in the root: each element's name with the list of what elements of that name hold, a
// text or an object again. Throws malformed_xml, also for another root.
nlohmann::json json_of_xml(std::string_view xml, std::string_view root);

// The first text of that name; empty when there is none.
std::string text_of(const nlohmann::json& element, const char* name);

}  // namespace tombola::services::s3

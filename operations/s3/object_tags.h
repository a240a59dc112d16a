// Tags of objects: a=1&b=2 as the header has them, and XML.
#pragma once

#include <string>

#include <nlohmann/json.hpp>

namespace tombola::operations::s3 {

// [{"Key":"a","Value":"1"}]
nlohmann::ordered_json tags_of(const std::string& tagging);
// Of a Tagging document. Throws malformed_xml.
std::string tagging_of(const nlohmann::json& document);

}  // namespace tombola::operations::s3

#include "operations/s3/object_tags.h"

#include <cctype>

#include <fmt/format.h>

#include "operations/s3/s3_request.h"
#include "services/s3/s3_error.h"
#include "services/s3/xml.h"

namespace tombola::operations::s3 {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

std::string encoded(const std::string& text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0) {
      out.push_back(c);
    } else {
      out += fmt::format("%{:02X}", byte);
    }
  }
  return out;
}

}  // namespace

ordered_json tags_of(const std::string& tagging) {
  ordered_json tags = ordered_json::array();
  std::string_view rest = tagging;
  while (!rest.empty()) {
    const std::string_view pair = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
    const std::size_t equals = std::min(pair.find('='), pair.size());
    tags.push_back({{"Key", percent_decoded(pair.substr(0, equals))},
                    {"Value", percent_decoded(pair.substr(std::min(equals + 1, pair.size())))}});
  }
  return tags;
}

std::string tagging_of(const json& document) {
  std::string tagging;
  if (!document.contains("TagSet")) {
    throw services::s3::malformed_xml();
  }
  const json& set = document.at("TagSet").at(0);
  if (!set.is_object() || !set.contains("Tag")) {
    return tagging;
  }
  for (const json& tag : set.at("Tag")) {
    tagging += fmt::format("{}{}={}", tagging.empty() ? "" : "&",
                           encoded(services::s3::text_of(tag, "Key")),
                           encoded(services::s3::text_of(tag, "Value")));
  }
  return tagging;
}

}  // namespace tombola::operations::s3

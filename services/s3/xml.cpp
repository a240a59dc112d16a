#include "services/s3/xml.h"

#include <sstream>

#include <pugixml.hpp>

#include "services/s3/s3_error.h"

namespace tombola::services::s3 {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr const char* name_space = "http://s3.amazonaws.com/doc/2006-03-01/";
constexpr int depth_max = 16;

void append(pugi::xml_node parent, const std::string& name, const ordered_json& value);

void append_members(pugi::xml_node node, const ordered_json& value) {
  if (value.is_object()) {
    for (const auto& [name, member] : value.items()) {
      append(node, name, member);
    }
  } else if (!value.is_null()) {
    const std::string text = value.is_string() ? value.get<std::string>() : value.dump();
    node.append_child(pugi::node_pcdata).set_value(text.c_str());
  }
}

void append(pugi::xml_node parent, const std::string& name, const ordered_json& value) {
  if (!value.is_array()) {
    return append_members(parent.append_child(name.c_str()), value);
  }
  for (const ordered_json& element : value) {
    append_members(parent.append_child(name.c_str()), element);
  }
}

std::string_view local_name(const char* name) {
  const std::string_view text(name);
  const std::size_t colon = text.find(':');
  return colon == std::string_view::npos ? text : text.substr(colon + 1);
}

json value_of(pugi::xml_node node, int depth) {
  if (depth > depth_max) {
    throw malformed_xml();
  }
  json members = json::object();
  for (const pugi::xml_node child : node.children()) {
    if (child.type() == pugi::node_element) {
      members[std::string(local_name(child.name()))].push_back(value_of(child, depth + 1));
    }
  }
  return members.empty() ? json(node.text().get()) : members;
}

}  // namespace

std::string xml_of(const std::string& root, const ordered_json& document) {
  pugi::xml_document xml;
  pugi::xml_node node = xml.append_child(root.c_str());
  if (root != "Error") {
    node.append_attribute("xmlns").set_value(name_space);
  }
  append_members(node, document);
  std::ostringstream out;
  xml.save(out, "", pugi::format_raw | pugi::format_no_declaration, pugi::encoding_utf8);
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + out.str();
}

json json_of_xml(std::string_view xml, std::string_view root) {
  pugi::xml_document document;
  if (!document.load_buffer(xml.data(), xml.size(),
                            pugi::parse_default | pugi::parse_ws_pcdata_single) ||
      local_name(document.document_element().name()) != root) {
    throw malformed_xml();
  }
  json value = value_of(document.document_element(), 0);
  return value.is_object() ? value : json::object();
}

std::string text_of(const json& element, const char* name) {
  if (!element.is_object() || !element.contains(name) || !element.at(name).at(0).is_string()) {
    return "";
  }
  return element.at(name).at(0).get<std::string>();
}

}  // namespace tombola::services::s3

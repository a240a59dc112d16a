#include "server/query_answer.h"

#include <sstream>

#include <nlohmann/json.hpp>
#include <pugixml.hpp>

namespace tombola::server {
namespace {

using nlohmann::ordered_json;

std::string text_of(const ordered_json& value) {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

pugi::xml_node add(pugi::xml_node parent, const std::string& name) {
  return parent.append_child(name.c_str());
}

void add_text(pugi::xml_node parent, const std::string& name, const std::string& text) {
  add(parent, name).append_child(pugi::node_pcdata).set_value(text.c_str());
}

class XmlWriter {
 public:
  XmlWriter(const ServiceWire& wire, std::string_view operation)
      : wire_(wire), operation_(operation) {}

  void members(pugi::xml_node parent, const ordered_json& object) const {
    for (const auto& [name, value] : object.items()) {
      member(parent, name, value);
    }
  }

 private:
  void member(pugi::xml_node parent, const std::string& name, const ordered_json& value) const {
    const QueryName* special = find_query_name(wire_, name);
    const std::string wire_name = special != nullptr ? wire_name_of(*special) : name;
    if (value.is_array()) {
      list(parent, wire_name, value);
    } else if (value.is_object() && special != nullptr && !special->key.empty()) {
      map(parent, wire_name, value, *special);
    } else {
      element(parent, wire_name, value);
    }
  }

  std::string wire_name_of(const QueryName& name) const {
    return name.wire.starts_with('*') ? std::string(operation_).append(name.wire.substr(1))
                                      : std::string(name.wire);
  }

  void element(pugi::xml_node parent, const std::string& name, const ordered_json& value) const {
    if (value.is_object()) {
      members(add(parent, name), value);
    } else {
      add_text(parent, name, text_of(value));
    }
  }

  void list(pugi::xml_node parent, const std::string& name, const ordered_json& values) const {
    if (!wire_.flattened) {
      parent = add(parent, name);
    }
    for (const ordered_json& value : values) {
      element(parent, wire_.flattened ? name : "member", value);
    }
  }

  void map(pugi::xml_node parent, const std::string& name, const ordered_json& values,
           const QueryName& special) const {
    if (!wire_.flattened) {
      parent = add(parent, name);
    }
    for (const auto& [key, value] : values.items()) {
      const pugi::xml_node entry = add(parent, wire_.flattened ? name : "entry");
      add_text(entry, std::string(special.key), key);
      element(entry, std::string(special.value), value);
    }
  }

  const ServiceWire& wire_;
  std::string_view operation_;
};

std::string printed(const pugi::xml_document& document) {
  std::ostringstream out;
  document.save(out, "", pugi::format_raw | pugi::format_no_declaration, pugi::encoding_utf8);
  return "<?xml version=\"1.0\"?>\n" + out.str() + "\n";
}

pugi::xml_node root_of(pugi::xml_document& document, const std::string& name,
                       const ServiceWire* wire) {
  pugi::xml_node root = add(document, name);
  if (wire != nullptr) {
    root.append_attribute("xmlns").set_value(std::string(wire->xml_namespace).c_str());
  }
  return root;
}

}  // namespace

std::string query_answer_xml(std::string_view answer_json, const ServiceWire& wire,
                             std::string_view operation, std::string_view request_id) {
  pugi::xml_document document;
  const std::string name(operation);
  pugi::xml_node root = root_of(document, name + "Response", &wire);
  if (!answer_json.empty()) {
    XmlWriter(wire, operation)
        .members(add(root, name + "Result"), ordered_json::parse(answer_json));
  }
  add_text(add(root, "ResponseMetadata"), "RequestId", std::string(request_id));
  return printed(document);
}

std::string query_error_xml(const services::ServiceError& error, const ServiceWire* wire,
                            std::string_view request_id) {
  pugi::xml_document document;
  pugi::xml_node root = root_of(document, "ErrorResponse", wire);
  pugi::xml_node node = add(root, "Error");
  add_text(node, "Type", error.status() >= 500 ? "Receiver" : "Sender");
  add_text(node, "Code", error.code());
  add_text(node, "Message", error.query_message());
  add(node, "Detail");
  add_text(root, "RequestId", std::string(request_id));
  return printed(document);
}

std::string query_answer_json(std::string_view answer_json, std::string_view operation,
                              std::string_view request_id) {
  const std::string name(operation);
  nlohmann::ordered_json response = nlohmann::ordered_json::object();
  if (!answer_json.empty()) {
    response[name + "Result"] = nlohmann::ordered_json::parse(answer_json);
  }
  response["ResponseMetadata"] = {{"RequestId", request_id}};
  return nlohmann::ordered_json{{name + "Response", std::move(response)}}.dump();
}

std::string query_error_json(const services::ServiceError& error, std::string_view request_id) {
  return nlohmann::ordered_json{{"Error",
                                 {{"Code", error.code()},
                                  {"Message", error.query_message()},
                                  {"Type", error.status() >= 500 ? "Receiver" : "Sender"}}},
                                {"RequestId", request_id}}
      .dump();
}

}  // namespace tombola::server

// How the services beside DynamoDB and Lambda are spoken to: one row each. A JSON service is called
// by its target's prefix, a Query service by the version of its API.
#pragma once

#include <span>
#include <string_view>

#include "operations/operation.h"

namespace tombola::server {

// How a member is called in the Query protocol where it has another name there than in the API
// model, or is a map. A '*' at its start stands for the operation's name.
struct QueryName {
  std::string_view member;      // "Attributes"
  std::string_view wire;        // "Attribute"
  std::string_view key = {};    // of a map's entries: "Name"; empty: it is none
  std::string_view value = {};  // "Value"
};

struct ServiceWire {
  operations::Service service;
  std::string_view signed_name;    // what the scope of a signature names
  std::string_view json_target;    // "AmazonSQS."; empty: it does not speak JSON
  std::string_view query_version;  // "2012-11-05"
  std::string_view xml_namespace;
  // Lists and maps are numbered without a "member" or "entry" between.
  bool flattened = false;
  std::span<const QueryName> query_names = {};
};

// Null when it is nobody's.
const ServiceWire* wire_of_target(std::string_view target);
const ServiceWire* wire_of_signed_name(std::string_view name);
const ServiceWire* wire_of_version(std::string_view version);

// Null when the member has nothing special.
const QueryName* find_query_name(const ServiceWire& wire, std::string_view member);

}  // namespace tombola::server

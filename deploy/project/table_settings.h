// A table of tombola.json as properties of AWS::DynamoDB::Table. Pure.
#pragma once

#include <string>

#include "deploy/project/checked_json.h"

namespace tombola::deploy {

//   {"partitionKey": "id", "sortKey": {"name": "at", "type": "N"},
//    "stream": "NEW_IMAGE" or false, "timeToLive": "expires",
//    "indexes": {"by-name": {"partitionKey": "name"}}}
// A key is an attribute's name, which is a text then, or name and type. There is a stream with both
// images unless it says otherwise; indexes have all attributes. Throws ProjectError.
Json table_properties(const std::string& name, const CheckedJson& table);

}  // namespace tombola::deploy

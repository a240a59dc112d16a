// NextToken of ExecuteStatement: where a SELECT goes on. Opaque to the client, and good for the
// same statement with the same parameters on the same table only.
#pragma once

#include <string>
#include <string_view>

#include "dynamodb/model/attribute_value.h"
#include "dynamodb/model/table_definition.h"
#include "operations/request.h"

namespace tombola::operations {

struct SelectPosition {
  std::size_t query = 0;       // of the statement's queries
  dynamodb::AttributeMap key;  // of the last item that was read
};

class NextToken {
 public:
  // `request` has the Statement and its Parameters.
  NextToken(const Request& request, dynamodb::TableId table);

  // `key_json`: LastEvaluatedKey.
  std::string text(std::size_t query, std::string_view key_json) const;

  // Throws ApiError::validation:
  //   Invalid NextToken
  //   NextToken does not match request
  SelectPosition position(std::string_view text) const;

  // Throws "Invalid NextToken" for what no SELECT gave out; for statements that have no pages.
  static void refuse(std::string_view text);

 private:
  std::uint64_t digest_;
};

}  // namespace tombola::operations

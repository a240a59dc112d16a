#include "operations/dynamodb/write_answer.h"

#include "dynamodb/api_error.h"
#include "storage/item_encoding.h"

namespace tombola::operations {

bool returns_old_item(const Request& request) {
  const std::string_view wanted = request.string("ReturnValues").value_or("NONE");
  if (wanted != "NONE" && wanted != "ALL_OLD") {
    throw dynamodb::ApiError::validation(
        "1 validation error detected: ReturnValues can only be ALL_OLD or NONE");
  }
  return wanted == "ALL_OLD";
}

std::size_t stored_size_bytes(const std::optional<std::string>& stored_bytes) {
  return stored_bytes ? storage::StoredItem(*stored_bytes).size_bytes() : 0;
}

std::string write_answer(const Request& request, const std::optional<std::string>& returned_item,
                         const ConsumedUnits& units, const ItemCollections& collections) {
  std::string answer = "{";
  if (returned_item) {
    answer.append(R"("Attributes":)").append(storage::StoredItem(*returned_item).json());
  }
  append_consumed_capacity_member(answer, capacity_detail_of(request),
                                  request.required("TableName").as_string(), units);
  collections.append_member(answer);
  answer.push_back('}');
  return answer;
}

}  // namespace tombola::operations

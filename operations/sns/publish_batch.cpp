// https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html
#include <set>

#include <nlohmann/json.hpp>

#include "dynamodb/limits.h"
#include "operations/operation.h"
#include "operations/sns/publication.h"
#include "operations/sns/topic_request.h"
#include "services/sns/sns_error.h"

namespace tombola::operations::sns {

using dynamodb::Shape;
using services::ServiceError;

const Shape& publish_batch_fields() {
  using enum dynamodb::Presence;
  static const Shape shape = [] {
    std::vector<dynamodb::Field> entry = publication_fields();
    entry.push_back({"Id", Shape::string(), Required});
    return Shape::structure(
        "PublishBatchInput",
        {topic_arn_field(),
         {"PublishBatchRequestEntries",
          Shape::list_of(Shape::structure("PublishBatchRequestEntry", std::move(entry)))}});
  }();
  return shape;
}

namespace {

void check_entries(const Request& request) {
  const auto entries = request.member("PublishBatchRequestEntries");
  if (!entries || entries->size() == 0) {
    throw ServiceError("EmptyBatchRequest", "The batch request doesn't contain any entries.");
  }
  if (entries->size() > limits::batch_entries_max) {
    throw ServiceError("TooManyEntriesInBatchRequest",
                       "The batch request contains more entries than permissible.");
  }
  std::set<std::string_view> ids;
  for (const dynamodb::JsonValue entry : entries->elements()) {
    if (!ids.insert(Request(entry).required("Id").as_string()).second) {
      throw ServiceError("BatchEntryIdsNotDistinct",
                         "Two or more batch entries in the request have the same Id.");
    }
  }
}

}  // namespace

std::string publish_batch(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, publish_batch_fields(), dynamodb::Wording::Old);
  const services::sns::Topic topic = topic_of(request, context);
  check_entries(request);
  nlohmann::ordered_json answer = {{"Successful", nlohmann::json::array()},
                                   {"Failed", nlohmann::json::array()}};
  for (const dynamodb::JsonValue json_entry :
       request.required("PublishBatchRequestEntries").elements()) {
    const Request entry(json_entry);
    const std::string id(entry.required("Id").as_string());
    try {
      const std::string message_id =
          context.services->publisher().publish(publication_of(entry), topic);
      answer["Successful"].push_back({{"Id", id}, {"MessageId", message_id}});
    } catch (const ServiceError& error) {
      answer["Failed"].push_back({{"Id", id},
                                  {"Code", error.code()},
                                  {"Message", error.message()},
                                  {"SenderFault", true}});
    }
  }
  return answer.dump();
}

}  // namespace tombola::operations::sns

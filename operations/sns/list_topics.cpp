// https://docs.aws.amazon.com/sns/latest/api/API_ListTopics.html
#include "operations/operation.h"
#include "operations/sns/topic_request.h"

namespace tombola::operations::sns {

using dynamodb::Shape;

const Shape& list_topics_fields() {
  static const Shape shape = Shape::structure("ListTopicsInput", {{"NextToken", Shape::string()}});
  return shape;
}

std::string list_topics(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, list_topics_fields(), dynamodb::Wording::Old);
  std::vector<nlohmann::ordered_json> rows;
  for (const services::sns::Topic& topic : context.services->topics().list(context.name_space)) {
    rows.push_back({{"TopicArn", topic.arn()}});
  }
  return page_of(request, "Topics", std::move(rows));
}

}  // namespace tombola::operations::sns

// https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
#include <nlohmann/json.hpp>

#include "operations/operation.h"
#include "operations/sns/publication.h"
#include "operations/sns/topic_request.h"
#include "services/sns/sns_error.h"

namespace tombola::operations::sns {

using dynamodb::Shape;

const Shape& publish_fields() {
  static const Shape shape = [] {
    std::vector<dynamodb::Field> fields = publication_fields();
    fields.push_back({"TopicArn", Shape::string()});
    fields.push_back({"TargetArn", Shape::string()});
    fields.push_back({"PhoneNumber", Shape::string()});
    return Shape::structure("PublishInput", std::move(fields));
  }();
  return shape;
}

std::string publish(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, publish_fields(), dynamodb::Wording::Old);
  if (request.has("PhoneNumber")) {
    throw services::sns::invalid_parameter("Tombola does not send text messages");
  }
  const auto arn =
      request.has("TopicArn") ? request.string("TopicArn") : request.string("TargetArn");
  if (!arn) {
    throw services::sns::invalid_parameter(
        "TopicArn or TargetArn Reason: no value for required parameter");
  }
  services::sns::Publication publication = publication_of(request);
  if (!services::sns::parse_topic_arn(*arn)) {
    throw services::sns::invalid_parameter(request.has("TopicArn") ? "TopicArn" : "TargetArn");
  }
  const auto topic = context.services->topics().find(*arn);
  if (!topic) {
    throw services::sns::topic_does_not_exist();
  }
  const std::string id = context.services->publisher().publish(std::move(publication), *topic);
  return nlohmann::json{{"MessageId", id}}.dump();
}

}  // namespace tombola::operations::sns

// https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
#include "operations/operation.h"
#include "operations/sts/session_request.h"

namespace tombola::operations::sts {

using dynamodb::Shape;

const Shape& get_caller_identity_fields() {
  static const Shape shape = Shape::structure("GetCallerIdentityRequest", {});
  return shape;
}

std::string get_caller_identity(OperationContext& context, dynamodb::JsonValue /*request*/) {
  const services::sts::Principal who = caller(context);
  return nlohmann::ordered_json{{"Arn", who.arn}, {"UserId", who.user_id}, {"Account", who.account}}
      .dump();
}

}  // namespace tombola::operations::sts

// https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html
#include "operations/operation.h"
#include "operations/request.h"
#include "operations/sts/session_request.h"
#include "services/sts/sts_limits.h"

namespace tombola::operations::sts {

using dynamodb::Shape;
namespace limits = services::sts::limits;

const Shape& get_session_token_fields() {
  static const Shape shape =
      Shape::structure("GetSessionTokenRequest", {duration_field(limits::own_session_seconds_max),
                                                  {"SerialNumber", Shape::string().length(9, 256)},
                                                  {"TokenCode", Shape::string().length(6, 6)}});
  return shape;
}

std::string get_session_token(OperationContext& context, dynamodb::JsonValue json) {
  const Request request =
      Request::checked(json, get_session_token_fields(), dynamodb::Wording::Old);
  const auto session = context.services->sessions().open(
      caller(context),
      request.integer("DurationSeconds").value_or(limits::own_session_seconds_default));
  return nlohmann::ordered_json{{"Credentials", credentials_json(session)}}.dump();
}

}  // namespace tombola::operations::sts

#include "operations/sts/session_request.h"

#include <fmt/format.h>

#include "services/sts/sts_limits.h"
#include "services/time_text.h"

namespace tombola::operations::sts {

services::sts::Principal caller(const OperationContext& context) {
  if (const auto session = context.services->sessions().find(context.access_key_id)) {
    return session->principal;
  }
  const std::string& account = context.name_space.account;
  return {account, fmt::format("arn:aws:iam::{}:root", account), account};
}

dynamodb::Field duration_field(std::int64_t seconds_max) {
  return {"DurationSeconds", dynamodb::Shape::integer().range(
                                 services::sts::limits::session_seconds_min, seconds_max)};
}

nlohmann::ordered_json credentials_json(const services::sts::Session& session) {
  std::string expiration = services::iso_time(session.expires_ms);
  expiration.replace(expiration.find('.'), std::string::npos, "Z");
  return {{"AccessKeyId", session.access_key_id},
          {"SecretAccessKey", session.secret_access_key},
          {"SessionToken", session.token},
          {"Expiration", expiration}};
}

}  // namespace tombola::operations::sts

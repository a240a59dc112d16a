// What the requests of STS have in common.
// https://docs.aws.amazon.com/STS/latest/APIReference/API_Operations.html
#pragma once

#include <nlohmann/json.hpp>

#include "dynamodb/validation/shape.h"
#include "operations/operation_context.h"
#include "services/services.h"
#include "services/sts/sessions.h"

namespace tombola::operations::sts {

// Who calls: whoever has credentials of a session, and the account's root otherwise.
services::sts::Principal caller(const OperationContext& context);

dynamodb::Field duration_field(std::int64_t seconds_max);
// {"AccessKeyId","SecretAccessKey","SessionToken","Expiration"}
nlohmann::ordered_json credentials_json(const services::sts::Session& session);

}  // namespace tombola::operations::sts

// What the requests about API keys and usage plans have in common.
#pragma once

#include "operations/api_gateway/api_parts.h"

namespace tombola::operations::api_gateway {

using services::api_gateway::Account;

inline constexpr const char* no_such_key = "Invalid API Key identifier specified";
inline constexpr const char* no_such_plan = "Invalid Usage Plan ID specified";

std::shared_ptr<const Account> account_of(OperationContext& context);
void change_account(OperationContext& context, const std::function<void(Account&)>& edit);

// Keys are told without their values unless these are asked for.
Document shown_key(Document key, bool with_value);
// Plans are told without their keys, which have operations of their own.
Document shown_plan(Document plan);
// {"id","type":"API_KEY","value","name"} of a key in a plan.
Document shown_plan_key(const Document& key);
// Throws not_found.
const Document& plan_of(const Account& account, const Request& request);

// "throttle" and "quota" of a plan.
dynamodb::Field throttle_member();
// Of what has a throttle. Throws bad_request.
void check_rate(const Document& holder);
dynamodb::Field quota_member();

}  // namespace tombola::operations::api_gateway

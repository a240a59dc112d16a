// The resource policy of a function: kept and told, as tools that deploy want it; nobody is refused
// by it, since any credentials may do anything here.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "operations/request.h"

namespace tombola::operations::lambda {

// Whether AWS could know somebody of that name: everybody, an account, an ARN, or the domain of a
// service. That there is one is not asked.
bool is_principal(std::string_view text);

// o-[a-z0-9]{10,32}
bool is_organization_id(std::string_view text);

// The statement that AddPermission asks for, on that resource.
nlohmann::ordered_json policy_statement(const Request& request, const std::string& resource_arn);

// The policy with these statements, as AWS prints it.
std::string policy_text(const std::vector<std::string>& statements);

// Of a statement as it is stored.
std::string statement_id(const std::string& statement);

}  // namespace tombola::operations::lambda

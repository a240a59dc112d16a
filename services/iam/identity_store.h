// What IAM keeps: roles and managed policies, each a document as AWS answers with it. Nothing follows
// from them. Thread-safe.
//
//   role    {"RoleName","RoleId","Arn","Path","CreateDate","AssumeRolePolicyDocument",
//            "MaxSessionDuration","Description"?,"Tags"?,
//            "policies":{name:document}, "attached":{arn:name}}
//   policy  {"PolicyName","PolicyId","Arn","Path","CreateDate","UpdateDate","Description"?,"Tags"?,
//            "DefaultVersionId":"v1",
//            "lastVersion":1,"versions":[{"VersionId":"v1","CreateDate","document"}]}
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "services/row_store.h"

namespace tombola::services::iam {

// Of an account. `kind`: "role", "policy"; `name`: of a role its name, of a policy its ARN.
struct Identity {
  std::string_view account;
  std::string_view kind;
  std::string_view name;
};

class IdentityStore {
 public:
  explicit IdentityStore(storage::TransactionRunner& transactions) : rows_(transactions) {}

  std::optional<nlohmann::json> find(const Identity& identity) const;
  // By name.
  std::vector<nlohmann::json> list(std::string_view account, std::string_view kind) const;
  // `edit` makes, changes or empties it. What it throws leaves all as it was; it may run again.
  void change(const Identity& identity,
              const std::function<void(std::optional<nlohmann::json>&)>& edit);

 private:
  RowStore rows_;
};

}  // namespace tombola::services::iam

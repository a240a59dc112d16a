// The parameters. Thread-safe.
//
// /cdk-bootstrap/<qualifier>/version is there without having been put, as `cdk bootstrap` leaves it:
// the CDK CLI asks for it before each deployment, and there is nothing to bootstrap here. It is not
// among those that are listed, and whoever puts one has their own.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/row_store.h"
#include "services/ssm/parameter.h"

namespace tombola::services::ssm {

class ParameterStore {
 public:
  explicit ParameterStore(storage::TransactionRunner& transactions) : rows_(transactions) {}

  std::optional<Parameter> find(const dynamodb::Namespace& name_space, std::string_view name) const;
  // By name.
  std::vector<Parameter> list(const dynamodb::Namespace& name_space) const;
  // `edit` makes, changes or empties it. What it throws leaves all as it was; it may run again.
  void change(const dynamodb::Namespace& name_space, std::string_view name,
              const std::function<void(std::optional<Parameter>&)>& edit);

 private:
  RowStore rows_;
};

}  // namespace tombola::services::ssm

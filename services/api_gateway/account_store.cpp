// Row, among those of APIs, under an id that none of them has:
// {"version":1,"kind":"account","apiKeys":{},"usagePlans":{}}
#include "services/api_gateway/account_store.h"

#include <stdexcept>

#include "services/api_gateway/api_store.h"
#include "storage/layout.h"

namespace tombola::services::api_gateway {
namespace {

constexpr int row_version = 1;

std::string key_of(const dynamodb::Namespace& name_space) {
  return storage::layout::api_key(name_space, account_row_id);
}

Account read(const std::optional<std::string>& row) {
  if (!row) {
    return {};
  }
  const Document document = Document::parse(*row);
  if (document.at("version") != row_version) {
    throw std::runtime_error("the row of an account's API keys has an unknown version");
  }
  return {document.at("apiKeys").get<Documents>(), document.at("usagePlans").get<Documents>()};
}

std::string written(const Account& account) {
  return Document{{"version", row_version},
                  {"kind", "account"},
                  {"apiKeys", account.api_keys},
                  {"usagePlans", account.usage_plans}}
      .dump();
}

}  // namespace

std::shared_ptr<const Account> AccountStore::find(const dynamodb::Namespace& name_space) {
  const std::lock_guard lock(mutex_);
  std::shared_ptr<const Account>& account = accounts_[{name_space.account, name_space.region}];
  if (!account) {
    account = std::make_shared<const Account>(read(rows_.find(key_of(name_space))));
  }
  return account;
}

void AccountStore::change(const dynamodb::Namespace& name_space,
                          const std::function<void(Account&)>& edit) {
  const std::lock_guard lock(mutex_);
  Account changed;
  rows_.change(key_of(name_space), [&](const std::optional<std::string>& row) {
    changed = read(row);
    edit(changed);
    return written(changed);
  });
  accounts_[{name_space.account, name_space.region}] =
      std::make_shared<const Account>(std::move(changed));
}

}  // namespace tombola::services::api_gateway

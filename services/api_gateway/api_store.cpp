#include "services/api_gateway/api_store.h"

#include <algorithm>

#include "storage/layout.h"

namespace tombola::services::api_gateway {

namespace layout = storage::layout;

namespace {

bool is_account_row(const std::string& row) {
  return Document::parse(row).value("kind", "") == "account";
}

}  // namespace

ApiStore::Apis& ApiStore::loaded() {
  if (!apis_) {
    apis_.emplace();
    for (const std::string& row : rows_.list(layout::api_prefix())) {
      if (is_account_row(row)) {
        continue;
      }
      Api api = api_from_json(row);
      const std::string id = api.id;
      (*apis_)[id] = std::make_shared<const Api>(std::move(api));
    }
  }
  return *apis_;
}

void ApiStore::remember(Api api) {
  const std::lock_guard lock(mutex_);
  const std::string id = api.id;
  loaded()[id] = std::make_shared<const Api>(std::move(api));
}

void ApiStore::forget(const std::string& id) {
  const std::lock_guard lock(mutex_);
  loaded().erase(id);
}

std::shared_ptr<const Api> ApiStore::find_served(std::string_view id) {
  const std::lock_guard lock(mutex_);
  const Apis& apis = loaded();
  const auto found = apis.find(id);
  return found == apis.end() ? nullptr : found->second;
}

std::shared_ptr<const Api> ApiStore::find_served_by_name(std::string_view name) {
  const std::lock_guard lock(mutex_);
  std::shared_ptr<const Api> newest;
  for (const auto& [id, api] : loaded()) {
    if (api->name() == name && (!newest || api->created_ms > newest->created_ms)) {
      newest = api;
    }
  }
  return newest;
}

std::vector<std::shared_ptr<const Api>> ApiStore::all_served() {
  const std::lock_guard lock(mutex_);
  std::vector<std::shared_ptr<const Api>> apis;
  for (const auto& [id, api] : loaded()) {
    apis.push_back(api);
  }
  return apis;
}

std::shared_ptr<const Api> ApiStore::find(const dynamodb::Namespace& name_space, ApiKind kind,
                                          std::string_view id) {
  auto api = find_served(id);
  return api && api->kind == kind && api->name_space == name_space ? api : nullptr;
}

std::vector<std::shared_ptr<const Api>> ApiStore::list(const dynamodb::Namespace& name_space,
                                                       ApiKind kind) {
  std::vector<std::shared_ptr<const Api>> found;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [id, api] : loaded()) {
      if (api->kind == kind && api->name_space == name_space) {
        found.push_back(api);
      }
    }
  }
  std::stable_sort(found.begin(), found.end(), [](const auto& left, const auto& right) {
    return left->created_ms < right->created_ms;
  });
  return found;
}

void ApiStore::create(const Api& api) {
  const std::lock_guard lock(changes_);
  rows_.change(layout::api_key(api.name_space, api.id),
               [&](const std::optional<std::string>&) { return api_to_json(api); });
  remember(api);
}

bool ApiStore::change(const dynamodb::Namespace& name_space, ApiKind kind, std::string_view id,
                      const std::function<void(Api&)>& edit) {
  const std::lock_guard lock(changes_);
  const auto found = find(name_space, kind, id);
  if (!found) {
    return false;
  }
  Api changed = *found;
  edit(changed);
  rows_.change(layout::api_key(name_space, id),
               [&](const std::optional<std::string>&) { return api_to_json(changed); });
  remember(std::move(changed));
  return true;
}

bool ApiStore::erase(const dynamodb::Namespace& name_space, ApiKind kind, std::string_view id) {
  const std::lock_guard lock(changes_);
  if (!find(name_space, kind, id)) {
    return false;
  }
  rows_.change(layout::api_key(name_space, id),
               [](const std::optional<std::string>&) { return std::nullopt; });
  forget(std::string(id));
  return true;
}

}  // namespace tombola::services::api_gateway

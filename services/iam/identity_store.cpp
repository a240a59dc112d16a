// Row: the document, with a member "version".
#include "services/iam/identity_store.h"

#include <stdexcept>

#include "storage/layout.h"

namespace tombola::services::iam {
namespace {

using nlohmann::json;

constexpr int row_version = 1;

json parse_row(const std::string& row) {
  json document = json::parse(row);
  if (document.at("version") != row_version) {
    throw std::runtime_error("a row of IAM has an unknown version");
  }
  document.erase("version");
  return document;
}

std::string key_of(const Identity& identity) {
  return storage::layout::identity_key(identity.account, identity.kind, identity.name);
}

}  // namespace

std::optional<json> IdentityStore::find(const Identity& identity) const {
  const auto row = rows_.find(key_of(identity));
  return row ? std::optional(parse_row(*row)) : std::nullopt;
}

std::vector<json> IdentityStore::list(std::string_view account, std::string_view kind) const {
  std::vector<json> documents;
  for (const std::string& row : rows_.list(storage::layout::identity_prefix(account, kind))) {
    documents.push_back(parse_row(row));
  }
  return documents;
}

void IdentityStore::change(const Identity& identity,
                           const std::function<void(std::optional<json>&)>& edit) {
  rows_.change(key_of(identity),
               [&](const std::optional<std::string>& row) -> std::optional<std::string> {
                 std::optional<json> document;
                 if (row) {
                   document = parse_row(*row);
                 }
                 edit(document);
                 if (!document) {
                   return std::nullopt;
                 }
                 (*document)["version"] = row_version;
                 return document->dump();
               });
}

}  // namespace tombola::services::iam

// The layers by name: rows of the engine. Part of the FunctionCatalog, whose mutex it shares: what is
// in a layer is code, and code is erased when neither a function nor a layer has it.
#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "storage/transaction_runner.h"
#include "triggers/functions/layer.h"

namespace tombola::triggers {

class LayerCatalog {
 public:
  // `erase_unused`: erases of this code what nobody has; called with the mutex held.
  LayerCatalog(storage::TransactionRunner& transactions, std::mutex& mutex,
               std::function<void(std::set<std::string>)> erase_unused)
      : transactions_(transactions), mutex_(mutex), erase_unused_(std::move(erase_unused)) {}

  // One without a version counts as none.
  std::optional<LayerDefinition> find(const dynamodb::Namespace& name_space, std::string_view name);
  // By name.
  std::vector<LayerDefinition> list(const dynamodb::Namespace& name_space);

  // `edit` gets the layer, new when there was none. Whatever it throws changes nothing. A layer
  // stays when its last version is deleted, since numbers are not given twice.
  LayerDefinition change(const dynamodb::Namespace& name_space, std::string_view name,
                         const std::function<void(LayerDefinition&)>& edit);

  // The code of all layers. Belongs to the transaction.
  static std::set<std::string> code(storage::Transaction& transaction);

 private:
  storage::TransactionRunner& transactions_;
  std::mutex& mutex_;
  const std::function<void(std::set<std::string>)> erase_unused_;
};

}  // namespace tombola::triggers

// The functions made through the API: their rows (storage/layout.h), their code (code_store.h), and
// what runs of them: an entry in the FunctionRegistry for each version and alias. Thread-safe;
// changes happen one after the other.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "storage/transaction_runner.h"
#include "triggers/function_registry.h"
#include "triggers/functions/async_queue.h"
#include "triggers/functions/code_store.h"
#include "triggers/functions/function_definition.h"
#include "triggers/functions/held_runtime.h"
#include "triggers/functions/layer_catalog.h"

namespace tombola::triggers {

class FunctionCatalog {
 public:
  struct Parts {
    storage::TransactionRunner& transactions;
    FunctionRegistry& registry;
    CodeStore& code;
    // The runtime of a function; quick, starts no process.
    std::function<std::shared_ptr<LambdaRuntime>(const Function&)> make_runtime;
    // Where the inspector of a function's $LATEST listens, by the function's name.
    std::map<std::string, int> inspect_ports = {};
  };
  explicit FunctionCatalog(Parts parts) : parts_(std::move(parts)) {}

  // Puts the stored functions into the registry, except those whose name is taken there by a
  // function of the command line: for as long as it is given, that one counts. Throws
  // std::runtime_error on rows that this build cannot read.
  void load();

  std::optional<FunctionDefinition> find(const dynamodb::Namespace& name_space,
                                         std::string_view name);
  // By name.
  std::vector<FunctionDefinition> list(const dynamodb::Namespace& name_space);

  // `edit` gets the function, or none when there is none, and leaves what it shall be; none removes
  // it. Whatever it throws changes nothing. Gives what is there afterwards. Code that nothing
  // refers to any more is erased.
  using Edit = std::function<void(std::optional<FunctionDefinition>&)>;
  std::optional<FunctionDefinition> change(const dynamodb::Namespace& name_space,
                                           std::string_view name, const Edit& edit);

  // The function that has that URL; null when there is none.
  std::shared_ptr<const FunctionUrl> find_url(std::string_view url_id) const;

  // How an asynchronous invocation of it is handled by now.
  AsyncSettings async_settings(const AsyncTarget& target);

  CodeStore& code() { return parts_.code; }
  LayerCatalog& layers() { return layers_; }

 private:
  std::vector<FunctionDefinition> read_all(storage::Transaction& transaction,
                                           std::string_view prefix);
  void put_into_registry(const FunctionDefinition& function, const FunctionDefinition* before);
  void take_from_registry(const FunctionDefinition& function, const FunctionDefinition* after);
  std::set<std::string> registry_names(const FunctionDefinition& function) const;
  Function function_of(const FunctionDefinition& definition, const FunctionSettings& settings);
  std::shared_ptr<Concurrency> concurrency_of(const FunctionDefinition& function);
  void erase_unused_code(const FunctionDefinition& before);
  void erase_unused(std::set<std::string> code);
  void erase_unused_layer_folders(const FunctionDefinition& before);

  void note_urls(const FunctionDefinition* before, const FunctionDefinition* after);

  Parts parts_;
  std::map<std::string, std::shared_ptr<Concurrency>> concurrency_;  // by registry name
  mutable std::mutex urls_mutex_;
  std::map<std::string, std::shared_ptr<const FunctionUrl>, std::less<>> urls_;  // by url_id
  std::mutex mutex_;  // one change at a time, and code is not erased under somebody who wants it
  LayerCatalog layers_{parts_.transactions, mutex_,
                       [this](std::set<std::string> code) { erase_unused(std::move(code)); }};
};

}  // namespace tombola::triggers

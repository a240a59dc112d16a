#include "triggers/functions/function_catalog.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "dynamodb/limits.h"
#include "storage/layout.h"
#include "triggers/functions/handler_name.h"

namespace tombola::triggers {
namespace {

namespace layout = storage::layout;

std::set<std::string> code_of(const FunctionDefinition& function) {
  std::set<std::string> code;
  const auto add = [&](const FunctionSettings& settings) {
    if (!settings.run_in_place) {
      code.insert(settings.code_sha256);
    }
    const auto layers = settings.layer_code();
    code.insert(layers.begin(), layers.end());
  };
  add(function.latest);
  std::for_each(function.versions.begin(), function.versions.end(), add);
  return code;
}

// Each version's layers.
std::set<std::vector<std::string>> layers_of(const FunctionDefinition& function) {
  std::set<std::vector<std::string>> layers = {function.latest.layer_code()};
  for (const FunctionSettings& version : function.versions) {
    layers.insert(version.layer_code());
  }
  layers.erase(std::vector<std::string>());
  return layers;
}

// What a version is told besides does not matter to who runs it.
bool runs_alike(FunctionSettings left, const FunctionSettings& right) {
  left.revision_id = right.revision_id;
  left.last_modified_ms = right.last_modified_ms;
  left.description = right.description;
  left.role = right.role;
  left.dead_letter_target = right.dead_letter_target;
  left.update_runtime_on = right.update_runtime_on;
  left.runtime_version_arn = right.runtime_version_arn;
  return left == right;
}

const FunctionSettings* published(const FunctionDefinition* function, std::string_view version) {
  return function == nullptr ? nullptr : function->find(version);
}

}  // namespace

// Every name that the function has in the registry.
std::set<std::string> FunctionCatalog::registry_names(const FunctionDefinition& function) const {
  const auto name_of = [&](std::string_view qualifier) {
    return parts_.registry.name_of(function.name_space, function.name, qualifier);
  };
  std::set<std::string> names = {name_of("")};
  for (const FunctionSettings& settings : function.versions) {
    names.insert(name_of(settings.version));
  }
  for (const auto& [alias, ignored] : function.aliases) {
    names.insert(name_of(alias));
  }
  return names;
}

void FunctionCatalog::load() {
  const std::lock_guard lock(mutex_);
  parts_.transactions.read([&](storage::Transaction& transaction) {
    for (const FunctionDefinition& function : read_all(transaction, layout::function_prefix())) {
      if (!parts_.registry.find(parts_.registry.name_of(function.name_space, function.name))) {
        put_into_registry(function, nullptr);
        note_urls(nullptr, &function);
      }
    }
  });
}

std::vector<FunctionDefinition> FunctionCatalog::read_all(storage::Transaction& transaction,
                                                          std::string_view prefix) {
  std::vector<FunctionDefinition> functions;
  const storage::Page page =
      transaction.read(storage::KeyRange::with_prefix(std::string(prefix)),
                       storage::Direction::Forward, storage::ReadLimit{limits::functions_max});
  for (const storage::Row& row : page.rows) {
    functions.push_back(FunctionDefinition::from_json(row.value));
  }
  return functions;
}

std::optional<FunctionDefinition> FunctionCatalog::find(const dynamodb::Namespace& name_space,
                                                        std::string_view name) {
  std::optional<std::string> row;
  parts_.transactions.read([&](storage::Transaction& transaction) {
    row = transaction.get(layout::function_key(name_space, name));
  });
  return row ? std::optional(FunctionDefinition::from_json(*row)) : std::nullopt;
}

std::vector<FunctionDefinition> FunctionCatalog::list(const dynamodb::Namespace& name_space) {
  std::vector<FunctionDefinition> functions;
  parts_.transactions.read([&](storage::Transaction& transaction) {
    functions = read_all(transaction, layout::function_prefix(name_space));
  });
  return functions;
}

// A function of the command line has the defaults.
AsyncSettings FunctionCatalog::async_settings(const AsyncTarget& target) {
  AsyncSettings settings;
  const auto function = find(target.name_space, target.function);
  const FunctionSettings* version = function ? function->find(target.qualifier) : nullptr;
  if (version == nullptr) {
    return settings;
  }
  settings.dead_letter_target = version->dead_letter_target;
  settings.reserves_nothing = function->reserved_concurrency == 0;
  const auto found = function->event_invoke_configs.find(
      target.qualifier.empty() ? std::string(latest_version) : target.qualifier);
  if (found != function->event_invoke_configs.end()) {
    const EventInvokeConfig& config = found->second;
    settings.on_success = config.on_success;
    settings.on_failure = config.on_failure;
    if (config.maximum_retry_attempts) {
      settings.retry_attempts_max = *config.maximum_retry_attempts;
    }
    if (config.maximum_event_age_in_seconds) {
      settings.age_ms_max = *config.maximum_event_age_in_seconds * 1000LL;
    }
  }
  return settings;
}

std::optional<FunctionDefinition> FunctionCatalog::change(const dynamodb::Namespace& name_space,
                                                          std::string_view name, const Edit& edit) {
  const std::lock_guard lock(mutex_);
  const std::optional<FunctionDefinition> before = find(name_space, name);
  std::optional<FunctionDefinition> after = before;
  edit(after);
  if (after == before) {
    return after;
  }
  const std::string key = layout::function_key(name_space, name);
  parts_.transactions.write(key, [&](storage::WriteTransaction& write) {
    if (after) {
      write.bytes().put(key, after->to_json());
    } else {
      write.bytes().erase(key);
    }
  });
  if (after) {
    put_into_registry(*after, before ? &*before : nullptr);
  }
  note_urls(before ? &*before : nullptr, after ? &*after : nullptr);
  if (!after) {
    concurrency_.erase(parts_.registry.name_of(name_space, name));
  }
  if (before) {
    take_from_registry(*before, after ? &*after : nullptr);
    erase_unused_code(*before);
  }
  return after;
}

std::shared_ptr<const FunctionUrl> FunctionCatalog::find_url(std::string_view url_id) const {
  const std::lock_guard lock(urls_mutex_);
  const auto found = urls_.find(url_id);
  return found == urls_.end() ? nullptr : found->second;
}

void FunctionCatalog::note_urls(const FunctionDefinition* before, const FunctionDefinition* after) {
  const std::lock_guard lock(urls_mutex_);
  if (before != nullptr) {
    for (const auto& [qualifier, config] : before->urls) {
      urls_.erase(config.url_id);
    }
  }
  if (after != nullptr) {
    for (const auto& [qualifier, config] : after->urls) {
      urls_[config.url_id] = std::make_shared<const FunctionUrl>(
          FunctionUrl{after->name_space, after->name, qualifier, config});
    }
  }
}

// Versions that are as they were keep their environments warm.
void FunctionCatalog::put_into_registry(const FunctionDefinition& function,
                                        const FunctionDefinition* before) {
  concurrency_of(function)->reserve(function.reserved_concurrency);
  const auto put = [&](const FunctionSettings& settings) {
    const FunctionSettings* known = published(before, settings.version);
    if (known == nullptr || !runs_alike(*known, settings)) {
      Function runnable = function_of(function, settings);
      auto runtime = std::make_shared<HeldRuntime>(parts_.make_runtime(runnable), settings.version,
                                                   concurrency_of(function));
      parts_.registry.put(
          parts_.registry.name_of(function.name_space, function.name, settings.version),
          std::move(runnable), std::move(runtime));
    }
  };
  put(function.latest);
  std::for_each(function.versions.begin(), function.versions.end(), put);
  for (const auto& [name, alias] : function.aliases) {
    parts_.registry.put_alias(
        parts_.registry.name_of(function.name_space, function.name, name),
        parts_.registry.name_of(function.name_space, function.name, alias.function_version));
  }
}

void FunctionCatalog::take_from_registry(const FunctionDefinition& function,
                                         const FunctionDefinition* after) {
  const std::set<std::string> kept = after ? registry_names(*after) : std::set<std::string>();
  for (const std::string& name : registry_names(function)) {
    if (!kept.contains(name)) {
      parts_.registry.erase(name);
    }
  }
}

Function FunctionCatalog::function_of(const FunctionDefinition& definition,
                                      const FunctionSettings& settings) {
  Function function;
  function.name = definition.name;
  function.version = settings.version;
  function.name_space = definition.name_space;
  function.runtime = runtime_kind_of_name(settings.runtime).value();
  function.handler = settings.handler;
  function.task_root =
      settings.run_in_place ? *settings.run_in_place : parts_.code.directory(settings.code_sha256);
  const HandlerName handler =
      settings.run_in_place
          ? find_handler_in_place(function.task_root, settings.handler, function.runtime)
          : parse_handler_name(settings.handler, function.runtime);
  function.file = find_handler_file(function.task_root, handler, function.runtime);
  function.layers_directory = parts_.code.layers_directory(settings.layer_code());
  if (function.runtime == RuntimeKind::Executable && !function.layers_directory.empty() &&
      !std::filesystem::exists(function.file)) {
    function.file = function.layers_directory + "/" + handler.module;  // /opt/bootstrap
  }
  function.export_name = handler.export_name;
  const auto inspected = parts_.inspect_ports.find(definition.name);
  if (inspected != parts_.inspect_ports.end() && settings.version == latest_version &&
      function.runtime == RuntimeKind::Node) {
    function.inspect_port = inspected->second;
  }
  function.environment = settings.environment.value_or(std::map<std::string, std::string>());
  function.timeout_ms = settings.timeout_seconds * 1000LL;
  function.memory_mb = settings.memory_mb;
  function.log_group_name = definition.log_group_of(settings);
  function.log_format = settings.log_format;
  return function;
}

std::shared_ptr<Concurrency> FunctionCatalog::concurrency_of(const FunctionDefinition& function) {
  auto& concurrency = concurrency_[parts_.registry.name_of(function.name_space, function.name)];
  if (concurrency == nullptr) {
    concurrency = std::make_shared<Concurrency>();
  }
  return concurrency;
}

void FunctionCatalog::erase_unused_code(const FunctionDefinition& before) {
  erase_unused_layer_folders(before);
  erase_unused(code_of(before));
}

// Of this code, what neither a function nor a layer has.
void FunctionCatalog::erase_unused(std::set<std::string> code) {
  parts_.transactions.read([&](storage::Transaction& transaction) {
    std::set<std::string> used = LayerCatalog::code(transaction);
    for (const FunctionDefinition& function : read_all(transaction, layout::function_prefix())) {
      used.merge(code_of(function));
    }
    std::erase_if(code, [&](const std::string& sha256) { return used.contains(sha256); });
  });
  for (const std::string& sha256 : code) {
    parts_.code.erase(sha256);
  }
}

void FunctionCatalog::erase_unused_layer_folders(const FunctionDefinition& before) {
  std::set<std::vector<std::string>> unused = layers_of(before);
  if (unused.empty()) {
    return;
  }
  parts_.transactions.read([&](storage::Transaction& transaction) {
    for (const FunctionDefinition& function : read_all(transaction, layout::function_prefix())) {
      for (const auto& layers : layers_of(function)) {
        unused.erase(layers);
      }
    }
  });
  for (const auto& layers : unused) {
    parts_.code.erase_layers_directory(layers);
  }
}

}  // namespace tombola::triggers

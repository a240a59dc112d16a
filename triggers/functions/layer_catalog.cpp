#include "triggers/functions/layer_catalog.h"

#include "storage/layout.h"

namespace tombola::triggers {
namespace {

namespace layout = storage::layout;

std::vector<LayerDefinition> read_all(storage::Transaction& transaction,
                                      const std::string& prefix) {
  std::vector<LayerDefinition> layers;
  for (const storage::Row& row :
       transaction.read(storage::KeyRange::with_prefix(prefix), storage::Direction::Forward, {})
           .rows) {
    layers.push_back(LayerDefinition::from_json(row.value));
  }
  return layers;
}

}  // namespace

std::optional<LayerDefinition> LayerCatalog::find(const dynamodb::Namespace& name_space,
                                                  std::string_view name) {
  std::optional<std::string> row;
  transactions_.read([&](storage::Transaction& transaction) {
    row = transaction.get(layout::layer_key(name_space, name));
  });
  return row ? std::optional(LayerDefinition::from_json(*row)) : std::nullopt;
}

std::vector<LayerDefinition> LayerCatalog::list(const dynamodb::Namespace& name_space) {
  std::vector<LayerDefinition> layers;
  transactions_.read([&](storage::Transaction& transaction) {
    layers = read_all(transaction, layout::layer_prefix(name_space));
  });
  return layers;
}

LayerDefinition LayerCatalog::change(const dynamodb::Namespace& name_space, std::string_view name,
                                     const std::function<void(LayerDefinition&)>& edit) {
  const std::lock_guard lock(mutex_);
  LayerDefinition layer = find(name_space, name).value_or(LayerDefinition{});
  layer.name_space = name_space;
  layer.name = name;
  std::set<std::string> before;
  for (const LayerVersion& version : layer.versions) {
    before.insert(version.code_sha256);
  }
  edit(layer);
  const std::string key = layout::layer_key(name_space, name);
  transactions_.write(
      key, [&](storage::WriteTransaction& write) { write.bytes().put(key, layer.to_json()); });
  erase_unused_(std::move(before));
  return layer;
}

std::set<std::string> LayerCatalog::code(storage::Transaction& transaction) {
  std::set<std::string> code;
  for (const LayerDefinition& layer : read_all(transaction, layout::layer_prefix())) {
    for (const LayerVersion& version : layer.versions) {
      code.insert(version.code_sha256);
    }
  }
  return code;
}

}  // namespace tombola::triggers

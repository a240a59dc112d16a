#include "operations/lambda/mapping_notices.h"

#include <fmt/format.h>

#include "operations/lambda/lambda_context.h"
#include "storage/catalog.h"
#include "triggers/mapping_warnings.h"

namespace tombola::operations::lambda {
namespace {

triggers::MappingEnds ends_of(const triggers::EventSourceMapping& mapping,
                              const OperationContext& context) {
  triggers::MappingEnds ends;
  context.transactions.read([&](storage::Transaction& transaction) {
    const auto table = context.catalog.find(transaction, mapping.name_space, mapping.table);
    if (table && table->stream_enabled()) {
      ends.view_type = table->stream->view_type;
    }
  });
  const triggers::FunctionRegistry& registry = context.lambda->registry;
  if (const auto function = registry.find(registry.name_of(
          mapping.name_space, mapping.function_name, mapping.function_qualifier))) {
    ends.function_environment = function->function.environment;
  }
  return ends;
}

}  // namespace

std::vector<std::string> mapping_notices(const triggers::EventSourceMapping& mapping,
                                         const OperationContext& context) {
  std::vector<std::string> notices;
  for (const std::string& warning :
       triggers::mapping_warnings(mapping, ends_of(mapping, context))) {
    notices.push_back(fmt::format("warning: trigger {} -> {}: {}", mapping.table,
                                  mapping.function_name, warning));
  }
  return notices;
}

void tell_mapping_notices(const triggers::EventSourceMapping& mapping,
                          const OperationContext& context) {
  if (!context.lambda->complain) {
    return;
  }
  for (const std::string& notice : mapping_notices(mapping, context)) {
    context.lambda->complain(notice);
  }
}

std::optional<std::string> waiting_notice(const triggers::EventSourceMapping& mapping,
                                          const OperationContext& context) {
  storage::TableSnapshot table;
  context.transactions.read([&](storage::Transaction& transaction) {
    table = context.catalog.find(transaction, mapping.name_space, mapping.table);
  });
  if (table && table->stream_enabled()) {
    return std::nullopt;
  }
  return fmt::format(
      "trigger {0} -> {1} waits: {2}", mapping.table, mapping.function_name,
      table ? fmt::format("table {} has no stream; give it a StreamSpecification", mapping.table)
            : fmt::format("there is no table {} yet", mapping.table));
}

void tell_waiting_mappings(std::string_view table, const OperationContext& context) {
  if (context.lambda == nullptr || !context.lambda->complain) {
    return;
  }
  for (const auto& stored : context.lambda->mappings.mappings()) {
    const triggers::EventSourceMapping& mapping = stored.mapping;
    if (!mapping.from_flag || !mapping.enabled || mapping.table != table ||
        mapping.name_space != context.name_space) {
      continue;
    }
    if (const auto notice = waiting_notice(mapping, context)) {
      context.lambda->complain(*notice);
    }
  }
}

}  // namespace tombola::operations::lambda

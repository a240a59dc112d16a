#include "server/function_plan.h"

#include <algorithm>
#include <string>
#include <string_view>

#include <fmt/format.h>

namespace tombola::server {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t function_name_size_max = 64;

// Empty for what is compiled in.
std::string file_of(const HandlerReference& handler) {
  return handler.file.empty() ? std::string()
                              : fs::absolute(handler.file).lexically_normal().string();
}

// The file's stem in the letters that AWS allows: [a-zA-Z0-9-_]{1,64}.
std::string wanted_name(const HandlerReference& handler) {
  std::string name = handler.file.empty() ? "builtin-log" : handler.file.stem().string();
  for (char& letter : name) {
    const bool allowed = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
                         (letter >= '0' && letter <= '9') || letter == '_' || letter == '-';
    letter = allowed ? letter : '-';
  }
  return name.substr(0, function_name_size_max);
}

class Planner {
 public:
  explicit Planner(const Options& options) : options_(options) {}

  // The function that runs this handler; made when it is the first to ask for it.
  const triggers::Function& function_for(const HandlerReference& handler) {
    const std::string file = file_of(handler);
    for (const triggers::Function& function : functions_) {
      if (function.file == file && function.export_name == handler.export_name) {
        return function;
      }
    }
    triggers::Function function;
    function.name = unique_name(wanted_name(handler));
    function.name_space = options_.name_space;
    function.from_flag = true;
    function.runtime = handler.runtime;
    function.file = file;
    function.export_name = handler.export_name;
    function.environment = options_.environment;
    function.timeout_ms = options_.function_timeout_ms;
    if (const auto port = options_.inspect_ports.find(function.name);
        port != options_.inspect_ports.end()) {
      function.inspect_port = port->second;
    }
    return functions_.emplace_back(std::move(function));
  }

  std::vector<triggers::Function> take_functions() { return std::move(functions_); }

 private:
  bool is_taken(std::string_view name) const {
    return std::any_of(functions_.begin(), functions_.end(),
                       [&](const triggers::Function& function) { return function.name == name; });
  }

  // name, name-2, name-3, ...: as many as there are functions, at most.
  std::string unique_name(const std::string& wanted) const {
    std::string name = wanted;
    for (std::size_t number = 2; is_taken(name); ++number) {
      const std::string ending = fmt::format("-{}", number);
      name = wanted.substr(0, function_name_size_max - ending.size()) + ending;
    }
    return name;
  }

  const Options& options_;
  std::vector<triggers::Function> functions_;
};

triggers::EventSourceMapping mapping_for(const TriggerFlag& flag,
                                         const triggers::Function& function) {
  triggers::EventSourceMapping mapping = flag.settings;
  mapping.uuid = triggers::flag_mapping_uuid(function.name_space, flag.table,
                                             function.file.empty() ? "builtin:log" : function.file,
                                             function.export_name);
  mapping.name_space = function.name_space;
  mapping.table = flag.table;
  mapping.function_name = function.name;
  mapping.from_flag = true;
  return mapping;
}

}  // namespace

FunctionPlan plan_functions(const Options& options) {
  FunctionPlan plan;
  Planner planner(options);
  for (const TriggerFlag& flag : options.triggers) {
    const triggers::EventSourceMapping mapping =
        mapping_for(flag, planner.function_for(flag.handler));
    const bool given_twice =
        std::any_of(plan.mappings.begin(), plan.mappings.end(),
                    [&](const auto& other) { return other.uuid == mapping.uuid; });
    if (!given_twice) {
      plan.mappings.push_back(mapping);
    }
  }
  for (const RouteFlag& flag : options.routes) {
    HttpRoute route = flag.route;
    route.function_name = planner.function_for(flag.handler).name;
    plan.routes.add(std::move(route));
  }
  plan.functions = planner.take_functions();
  return plan;
}

}  // namespace tombola::server

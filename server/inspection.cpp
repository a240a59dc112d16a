#include "server/inspection.h"

#include <stdexcept>

#include <fmt/format.h>

#include "triggers/runtimes/inspector_port.h"

namespace tombola::server {
namespace {

std::string only_node(const std::string& function) {
  return fmt::format("--inspect {0}: only functions of Node have an inspector, and {0} is none",
                     function);
}

}  // namespace

void check_inspection(const Options& options, const std::vector<triggers::Function>& functions) {
  for (const triggers::Function& function : functions) {
    if (function.inspect_port != 0 && function.runtime != triggers::RuntimeKind::Node) {
      throw std::runtime_error(only_node(function.name));
    }
  }
  for (const auto& [function, port] : options.inspect_ports) {
    if (!triggers::port_is_free(port)) {
      throw std::runtime_error(
          fmt::format("--inspect {0}: port {1} of 127.0.0.1 is taken; stop what listens there, or "
                      "choose another port with --inspect {0}=PORT",
                      function, port));
    }
  }
}

std::optional<std::string> inspection_refusal(const Options& options,
                                              const triggers::Function& function) {
  const bool was_named = options.inspect_ports.contains(function.name);
  return was_named && function.runtime != triggers::RuntimeKind::Node
             ? std::optional(only_node(function.name))
             : std::nullopt;
}

std::vector<std::string> missing_to_inspect(const Options& options,
                                            const triggers::FunctionRegistry& functions) {
  std::vector<std::string> lines;
  for (const auto& [function, port] : options.inspect_ports) {
    if (!functions.find(function)) {
      lines.push_back(fmt::format("--inspect {0}: there is no function {0} yet", function));
    }
  }
  return lines;
}

}  // namespace tombola::server

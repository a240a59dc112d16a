#include "cli/serve.h"

#include <fmt/format.h>

#include "cli/stop_signal.h"
#include "server/console_log.h"

namespace tombola::cli {
namespace {

std::string ready_line(const server::Service& service) {
  return fmt::format("TOMBOLA_READY port={} url={}\n", service.port(), service.url());
}

std::string handler_text(const server::HandlerReference& handler) {
  if (handler.file.empty()) {
    return "builtin:log";
  }
  return handler.export_name == "handler"
             ? handler.file.string()
             : fmt::format("{}:{}", handler.file.string(), handler.export_name);
}

std::string banner(const server::Options& options, const server::Service& service) {
  std::string text = fmt::format("Tombola {}: DynamoDB and DynamoDB Streams on {}\n",
                                 TOMBOLA_VERSION, service.url());
  for (const server::RouteFlag& flag : options.routes) {
    text += fmt::format("  http     {} {}{} -> {}\n", flag.route.method, service.url(),
                        flag.route.resource, handler_text(flag.handler));
  }
  for (const server::TriggerFlag& flag : options.triggers) {
    text += fmt::format("  trigger  {} -> {}\n", flag.table, handler_text(flag.handler));
  }
  text += options.data_directory
              ? fmt::format("  data     {}\n", options.data_directory->string())
              : std::string("  data     in memory, gone when the server stops\n");
  text += fmt::format("  clients  AWS_ENDPOINT_URL={} and any credentials\n", service.url());
  text += "  Ctrl-C stops the server.\n";
  return text;
}

}  // namespace

std::string greeting(const server::Options& options, const server::Service& service) {
  return options.port == 0 ? ready_line(service) : banner(options, service);
}

int serve(const server::Options& options) {
  StopSignal stop_signal;
  server::ConsoleLog log(server::ConsoleLog::for_this_process());
  server::Service service(options, log);
  service.start();
  log.print(greeting(options, service));
  stop_signal.wait();
  service.stop(stop_grace);
  return 0;
}

}  // namespace tombola::cli

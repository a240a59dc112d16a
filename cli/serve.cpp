#include "cli/serve.h"

#include <chrono>
#include <string>

#include <fmt/format.h>

#include "cli/stop_signal.h"
#include "server/console_log.h"
#include "server/service.h"

namespace tombola::cli {
namespace {

using std::chrono::milliseconds;

// Invocations under way may end, then requests; together with what it takes to end processes and
// close files, about two seconds at most.
constexpr milliseconds stop_grace{1000};

// For the program that started us with --port 0.
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

// For the person who did.
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

int serve(const server::Options& options) {
  StopSignal stop_signal;
  server::ConsoleLog log(server::ConsoleLog::for_this_process());
  server::Service service(options, log);
  service.start();
  log.print(options.port == 0 ? ready_line(service) : banner(options, service));
  stop_signal.wait();
  service.stop(stop_grace);
  return 0;
}

}  // namespace tombola::cli

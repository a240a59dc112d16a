// What runs the handlers' processes: their loop, their context, their folders. Made at the first
// need, since most of what it costs is paid by having it. Thread-safe once the server listens.
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "http/event_loop.h"
#include "server/temporary_directory.h"
#include "storage/data_directory.h"
#include "triggers/function.h"
#include "triggers/functions/code_store.h"
#include "triggers/lambda_runtime.h"
#include "triggers/runtimes/runtime_context.h"

namespace tombola::server {

class HandlerRuntimes {
 public:
  // The log outlives it. `secret_access_key`: what handlers sign with; empty: anything will do.
  HandlerRuntimes(triggers::LogSink& log, std::string secret_access_key)
      : log_(log), secret_access_key_(std::move(secret_access_key)) {}

  // Before anything else, once: the data directory, which outlives this; without one there is a
  // folder that goes with us.
  void keep_in(const storage::DataDirectory& directory) { data_directory_ = &directory; }
  // Where handlers reach the server. Before the first invocation.
  void set_endpoint_url(std::string url);

  triggers::RuntimeContext& context();
  triggers::CodeStore::Folders code_folders();
  // The Lambda runtime that a function of the command line would have: nodejs20.x
  std::string runtime_name(const triggers::Function& function);

 private:
  std::filesystem::path own_folder();

  triggers::LogSink& log_;
  const std::string secret_access_key_;
  const storage::DataDirectory* data_directory_ = nullptr;
  std::once_flag folder_made_;
  std::optional<TemporaryDirectory> temporary_directory_;
  std::mutex mutex_;  // for what follows
  std::string endpoint_url_;
  // Loop and context, in this order: the context uses the loop.
  std::unique_ptr<http::EventLoop> loop_;
  std::unique_ptr<triggers::RuntimeContext> context_;
};

}  // namespace tombola::server

#include "server/handler_runtimes.h"

#include <utility>

#include <fmt/format.h>

#include "triggers/runtimes/interpreter_cache.h"

namespace tombola::server {

void HandlerRuntimes::set_endpoint_url(std::string url) {
  const std::lock_guard lock(mutex_);
  endpoint_url_ = std::move(url);
  if (context_) {
    context_->set_endpoint_url(endpoint_url_);
  }
}

triggers::RuntimeContext& HandlerRuntimes::context() {
  const std::lock_guard lock(mutex_);
  if (!context_) {
    triggers::RuntimeOptions options;
    if (!secret_access_key_.empty()) {
      options.secret_access_key = secret_access_key_;
    }
    // A folder that goes with us would keep nothing.
    if (data_directory_ == nullptr) {
      options.cache_directory = triggers::user_cache_folder();
    }
    loop_ = std::make_unique<http::EventLoop>("runtimes", 1);
    context_ = std::make_unique<triggers::RuntimeContext>(*loop_, log_, own_folder().string(),
                                                          std::move(options));
    // The handlers of the command line are checked before there is a port.
    if (!endpoint_url_.empty()) {
      context_->set_endpoint_url(endpoint_url_);
    }
  }
  return *context_;
}

std::filesystem::path HandlerRuntimes::own_folder() {
  if (data_directory_ != nullptr) {
    return data_directory_->work_path();
  }
  std::call_once(folder_made_, [this] { temporary_directory_.emplace(); });
  return temporary_directory_->path();
}

triggers::CodeStore::Folders HandlerRuntimes::code_folders() {
  triggers::CodeStore::Folders folders;
  folders.archives =
      data_directory_ != nullptr ? data_directory_->code_path() : own_folder() / "code";
  folders.unpacked = std::filesystem::absolute(own_folder() / "functions");
  if (const std::string& packages = context().packages(); !packages.empty()) {
    folders.packages = packages;
  }
  return folders;
}

std::string HandlerRuntimes::runtime_name(const triggers::Function& function) {
  switch (function.runtime) {
    case triggers::RuntimeKind::Node:
      return fmt::format("nodejs{}.x", context().node().major);
    case triggers::RuntimeKind::Python: {
      const triggers::Interpreter& python = context().python();
      return fmt::format("python{}.{}", python.major, python.minor);
    }
    default:
      return "provided.al2023";
  }
}

}  // namespace tombola::server

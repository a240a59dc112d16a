#include "tests/operations/lambda/lambda_parts.h"

#include <cstdlib>

#include <unistd.h>

#include "triggers/functions/zip_archive.h"

namespace tombola::tests {

namespace fs = std::filesystem;

void EchoRuntime::invoke(triggers::Invocation invocation, Done done) {
  triggers::InvokeResult result;
  result.payload = invocation.event_json;
  result.request_id = invocation.request_id;
  result.log_tail = "START RequestId: 1 Version: $LATEST\n";
  if (invocation.event_json.starts_with(R"({"fail")")) {
    result.status = triggers::InvokeStatus::FunctionError;
    result.function_error = "Unhandled";
  }
  done(std::move(result));
}

LambdaParts::LambdaParts(storage::TransactionRunner& transactions, storage::ServiceClock& clock,
                         triggers::FailureDestination* failures)
    : code_([this] {
        std::string name = (fs::temp_directory_path() / "tombola-code-XXXXXX").string();
        folder_ = mkdtemp(name.data());
        return triggers::CodeStore::Folders{folder_ / "code", folder_ / "functions", std::nullopt};
      }),
      functions_({transactions, registry_, code_,
                  [](const triggers::Function&) { return std::make_shared<EchoRuntime>(); }}),
      async_invocations_({loop_, transactions, clock, registry_,
                          [this](const triggers::AsyncTarget& target) {
                            return functions_.async_settings(target);
                          },
                          failures, [](const std::string&) {}}),
      mappings_({loop_, transactions, catalog_, clock, registry_, failures}),
      context_{functions_,
               registry_,
               async_invocations_,
               mappings_,
               "http://127.0.0.1:8000",
               "",
               [](const triggers::Function&) { return std::string("provided.al2023"); }} {}

LambdaParts::~LambdaParts() {
  if (!folder_.empty()) {
    triggers::remove_tree(folder_);
  }
}

}  // namespace tombola::tests

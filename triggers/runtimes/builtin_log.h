// builtin:log, the stream logger that is compiled in: for each INSERT with a NewImage it logs the
// item as one line of JSON. What one writes first as a trigger, without a file.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "triggers/function.h"
#include "triggers/lambda_runtime.h"
#include "triggers/runtimes/runtime_context.h"

namespace tombola::triggers {

// The lines for an event of a DynamoDB stream, unmarshalled as the SDK does
// (@aws-sdk/util-dynamodb): numbers plain, with all their digits, sets as arrays, attributes in the
// order of the record; binaries stay base64 text. Throws std::exception for an event that is no
// such thing.
std::vector<std::string> inserted_items(std::string_view event_json);

class BuiltinLog : public LambdaRuntime {
 public:
  BuiltinLog(Function function, RuntimeContext& context);

  void invoke(Invocation invocation, Done done) override;
  void shut_down() override;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace tombola::triggers

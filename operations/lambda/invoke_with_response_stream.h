// InvokeWithResponseStream, the one operation whose answer may come in parts. As an operation it gives
// all of them at once; whoever serves it to clients takes them one by one.
#pragma once

#include <memory>
#include <string>

#include "operations/operation.h"

namespace tombola::operations::lambda {

// Takes an answer. Called from any thread, one call after the other.
class AnswerInParts {
 public:
  virtual ~AnswerInParts() = default;
  // It has no parts: the only call.
  virtual void whole(PayloadAnswer answer) = 0;
  // Its parts follow; there is no payload yet.
  virtual void begin(PayloadAnswer head) = 0;
  virtual void part(std::string bytes) = 0;
  virtual void end() = 0;
};

// Throws as a PayloadFunction, before the first call of `answer`.
void invoke_with_response_stream_in_parts(OperationContext& context, dynamodb::JsonValue request,
                                          std::string payload,
                                          std::shared_ptr<AnswerInParts> answer);

// The row of operations.def.
void invoke_with_response_stream(OperationContext& context, dynamodb::JsonValue request,
                                 std::string payload, PayloadDone done);

}  // namespace tombola::operations::lambda

// What the caller of a function URL gets for what the function returned: payload format 2.0. Pure.
//
//   {"statusCode":...,"headers","body","cookies","isBase64Encoded"}   that answer
//   "text"                                                            200 and the text
//   anything else                                                     200 and its JSON
//
// https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html, and as recorded on AWS.
#pragma once

#include <string>

#include "http/message.h"
#include "triggers/lambda_runtime.h"

namespace tombola::server {

struct HttpApiAnswer {
  http::Response response;
  // Why the function's answer could not be given, in one line, for the developer; empty: it could.
  std::string problem;
};

HttpApiAnswer http_api_answer(const triggers::InvokeResult& result);

}  // namespace tombola::server

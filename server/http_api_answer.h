// What the caller of a function URL, or of an HTTP API, gets for what the function returned: payload
// format 2.0. Pure.
//
//   {"statusCode":...,"headers","body","cookies","isBase64Encoded"}   that answer
//   "text"                                                            200 and the text
//   anything else                                                     200 and its JSON
//
// https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html, and as recorded on AWS.
#pragma once

#include <string_view>

#include "http/message.h"
#include "server/proxy_response.h"
#include "triggers/lambda_runtime.h"

namespace tombola::server {

// Who is answered when the function fails: a URL with 502 and a text, an HTTP API with 500 and JSON.
enum class PayloadCaller { FunctionUrl, HttpApi };

ProxyAnswer http_api_answer(const triggers::InvokeResult& result,
                            PayloadCaller caller = PayloadCaller::FunctionUrl);

// Of a URL: 502 and a text.
http::Response function_url_failure();
// {"message":"Internal Server Error"}, and so on, of an HTTP API.
http::Response http_api_error(int status, std::string_view message);

}  // namespace tombola::server

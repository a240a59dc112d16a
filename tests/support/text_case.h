// Text test cases: what an operation is asked and what it answers, readable without any C++.
//
//   # a comment
//   prelude                      runs before each case of the file
//   CreateTable {"TableName":"t", ...}
//
//   case an empty key is refused
//   PutItem {"TableName":"t","Item":{"id":{"S":""}}}
//   ! ValidationException: One or more parameter values are not valid. ...
//
// A step is an operation with its request (JSON, over several lines if need be) and then what is
// expected of it; without an expectation it must succeed:
//
//   = {...}          the answer is exactly this JSON
//   ~ {...}          the answer has these members; "*" stands for any value, an array must match
//                    element by element, and "-" says that the member is absent
//   ! Name: message  the error; the message is exact, and may be left out with its colon
//   -> x = A.B[0]    keeps a part of the answer; ${x} stands for it from then on
//
// clock +15m (h, m, s, ms) moves the service clock, which is frozen while a case runs.
// delay 10s: tables take so long from here on (--table-delay).
// throttle: what is beyond a table's capacity is refused from here on (--throttle).
#pragma once

#include <string>
#include <vector>

namespace tombola::tests {

struct Expectation {
  enum class Kind { Exact, Members, Error, Keep };
  Kind kind = Kind::Exact;
  std::string text;
  int line = 0;
};

struct Step {
  std::string operation;  // or "clock", "delay", "throttle"
  std::string request;
  std::vector<Expectation> expectations;
  int line = 0;
};

struct TextCase {
  std::string name;
  std::vector<Step> steps;  // the prelude's among them
};

// Throws std::runtime_error that names file and line.
std::vector<TextCase> read_text_cases(const std::string& path);

}  // namespace tombola::tests

// Any text as a PartiQL statement with a few parameters: refused with an ApiError, or understood.
#include <cstdint>
#include <string_view>
#include <vector>

#include "dynamodb/api_error.h"
#include "dynamodb/json/json_document.h"
#include "dynamodb/limits.h"
#include "dynamodb/partiql/statement.h"

using namespace tombola::dynamodb;
using tombola::dynamodb::partiql::parse_statement;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > tombola::limits::partiql_statement_length_max) {
    return 0;  // the operation refuses it before
  }
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  static const std::vector<AttributeValue> both = {AttributeValue(std::string("x")),
                                                   AttributeValue(Number(7))};
  for (const std::size_t count : {0U, 1U, 2U}) {
    try {
      parse_statement(text, {both.begin(), both.begin() + static_cast<std::ptrdiff_t>(count)});
    } catch (const JsonError&) {  // not UTF-8, which no statement in JSON is
    } catch (const ApiError&) {
    }
  }
  return 0;
}

// Any bytes as a request with attribute values: refused with one of the errors that are meant for
// it, or read; and what was read is printed canonically, which reads back to the same.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "dynamodb/api_error.h"
#include "dynamodb/json/json_document.h"
#include "dynamodb/model/attribute_json.h"
#include "dynamodb/validation/shape.h"

using namespace tombola::dynamodb;

namespace {

const Shape& fields() {
  static const Shape shape =
      Shape::structure("Input", {{"Item", Shape::map_of(Shape::attribute_value())}});
  return shape;
}

void check(JsonValue request) {
  check_types(request, fields());
  const auto json = request.find("Item");
  if (!json) {
    return;
  }
  for (const ValueLayer layer : {ValueLayer::Bare, ValueLayer::Older}) {
    const AttributeMap item = parse_attribute_map(*json, layer);
    const std::string text = to_json(item);
    if (parse_canonical_json(text) != item || to_json(parse_canonical_json(text)) != text) {
      std::abort();
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    check(JsonDocument::parse({reinterpret_cast<const char*>(data), size}).root());
  } catch (const JsonError&) {
  } catch (const ApiError&) {
  }
  return 0;
}

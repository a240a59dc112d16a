// RFC 4180, with any delimiter.
#include "operations/dynamodb/csv_reader.h"

#include <catch2/catch.hpp>

namespace tombola::operations {
namespace {

using Rows = std::vector<std::vector<std::string>>;

struct Read {
  Rows rows;
  bool broken = false;
  bool operator==(const Read&) const = default;
};

Read read(std::string_view text, char delimiter = ',') {
  CsvReader reader(text, delimiter);
  Read all;
  while (auto row = reader.next()) {
    all.rows.push_back(std::move(*row));
  }
  all.broken = reader.is_broken();
  return all;
}

}  // namespace

TEST_CASE("CSV is rows of values") {
  CHECK(read("") == Read{});
  CHECK(read("a,b\nc,d") == Read{{{"a", "b"}, {"c", "d"}}});
  CHECK(read("a,b\r\n\r\nc,d\r\n") == Read{{{"a", "b"}, {"c", "d"}}});
  CHECK(read(",\na,") == Read{{{"", ""}, {"a", ""}}});
  CHECK(read("a,b\tc", '\t') == Read{{{"a,b", "c"}}});
}

TEST_CASE("a value in quotes may have anything in it") {
  CHECK(read("\"a,b\",\"c\nd\"\ne,\"\"") == Read{{{"a,b", "c\nd"}, {"e", ""}}});
  CHECK(read(R"("""123""",Women's Full Length Dress)") ==
        Read{{{"\"123\"", "Women's Full Length Dress"}}});
}

TEST_CASE("a quote that is not escaped ends it") {
  CHECK(read("a\nb\"c\nd") == Read{{{"a"}}, true});
  CHECK(read("a\n\"b\"c\nd") == Read{{{"a"}}, true});
  CHECK(read("a\n\"b") == Read{{{"a"}}, true});
}

}  // namespace tombola::operations

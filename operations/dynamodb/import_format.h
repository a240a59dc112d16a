// The items in an object that a table is imported from.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/S3DataImport.Format.html
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dynamodb/model/attribute_value.h"
#include "dynamodb/model/table_definition.h"

namespace tombola::operations {

struct ImportFormat {
  enum class Kind { DynamoDBJson, Csv };
  enum class Compression { None, Gzip, Zstd };
  Kind kind = Kind::DynamoDBJson;
  Compression compression = Compression::None;
  char delimiter = ',';
  std::vector<std::string> headers;  // none: the first line has them
};

// What cannot be read any further, and why.
struct BrokenItem {
  std::size_t index = 0;  // of the item, from 0
  std::string reason;
};

// Nothing: it is damaged, compressed in another way, or too large.
std::optional<std::string> uncompressed(std::string_view bytes, ImportFormat::Compression how);

using TakeImported = std::function<void(std::size_t index, dynamodb::Item item)>;
// Gives the items one after the other. The first line that no item can be made of ends it; items may
// lack keys. `table`: which columns of CSV are no strings.
std::optional<BrokenItem> read_items(std::string_view text, const ImportFormat& format,
                                     const dynamodb::TableDefinition& table,
                                     const TakeImported& take);

}  // namespace tombola::operations

// Rows of ours that are JSON objects with a "version": reading them back, or saying why not.
#pragma once

#include <stdexcept>
#include <string_view>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace tombola::triggers {

// Calls `read` with the row and its version, 1 to `newest`. Throws std::runtime_error, naming
// `what`, on newer ones and on anything that `read` cannot make sense of.
template <typename Read>
auto read_stored_row(std::string_view what, std::string_view text, int newest, Read read) {
  try {
    const auto row = nlohmann::json::parse(text);
    const int version = row.at("version").template get<int>();
    if (version < 1 || version > newest) {
      throw std::runtime_error(
          fmt::format("{} is stored in version {}, this program knows {}", what, version, newest));
    }
    return read(row, version);
  } catch (const nlohmann::json::exception& error) {
    throw std::runtime_error(fmt::format("{} cannot be read: {}", what, error.what()));
  }
}

}  // namespace tombola::triggers

#include "server/internal_failure.h"

#include "storage/engine/engine.h"

namespace tombola::server {

std::string internal_failure_text(std::string_view words, const std::exception& error) {
  std::string text(words);
  if (dynamic_cast<const storage::EngineError*>(&error) != nullptr) {
    text.append(": ").append(error.what());
  }
  return text;
}

}  // namespace tombola::server

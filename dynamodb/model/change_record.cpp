#include "dynamodb/model/change_record.h"

namespace tombola::dynamodb {

std::string_view to_string(ChangeType type) {
  switch (type) {
    case ChangeType::Insert:
      return "INSERT";
    case ChangeType::Modify:
      return "MODIFY";
    case ChangeType::Remove:
      break;
  }
  return "REMOVE";
}

}  // namespace tombola::dynamodb

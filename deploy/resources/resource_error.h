// Why a resource could not be made, changed or removed, in CloudFormation's words: what shows as
// the reason of a resource's status.
#pragma once

#include <stdexcept>
#include <string>

namespace tombola::deploy {

class ResourceError : public std::runtime_error {
 public:
  explicit ResourceError(const std::string& reason, bool not_found = false)
      : std::runtime_error(reason), not_found_(not_found) {}

  // What was asked for is not there: fine for whoever removes it.
  bool is_not_found() const { return not_found_; }

 private:
  bool not_found_;
};

}  // namespace tombola::deploy

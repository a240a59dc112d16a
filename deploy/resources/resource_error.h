// Why a resource could not be made, changed or removed, in CloudFormation's words: what shows as
// the reason of a resource's status.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>

namespace tombola::deploy {

class ResourceError : public std::runtime_error {
 public:
  explicit ResourceError(const std::string& reason, bool not_found = false)
      : std::runtime_error(reason), not_found_(not_found) {}

  // What was asked for is not there: fine for whoever removes it.
  bool is_not_found() const { return not_found_; }

  // Of a creation that failed: what is there all the same, and is to be removed.
  ResourceError&& with_physical_id(std::string physical_id) && {
    physical_id_ = std::move(physical_id);
    return std::move(*this);
  }
  const std::string& physical_id() const { return physical_id_; }

 private:
  bool not_found_;
  std::string physical_id_;
};

// What follows once a resource is there: should it fail, the resource goes again with the rest.
template <typename Run>
void after_creation(const std::string& physical_id, const Run& run) {
  try {
    run();
  } catch (const ResourceError& error) {
    throw ResourceError(error).with_physical_id(physical_id);
  } catch (const std::exception& error) {
    throw ResourceError(error.what()).with_physical_id(physical_id);
  }
}

}  // namespace tombola::deploy

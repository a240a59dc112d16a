#include "services/service_error.h"

namespace tombola::services {

ServiceError&& ServiceError::with_type(std::string type) && {
  type_ = std::move(type);
  return std::move(*this);
}

ServiceError&& ServiceError::with_query_message(std::string message) && {
  query_message_ = std::move(message);
  return std::move(*this);
}

ServiceError&& ServiceError::with_detail(std::string name, std::string value) && {
  details_.emplace_back(std::move(name), std::move(value));
  return std::move(*this);
}

}  // namespace tombola::services

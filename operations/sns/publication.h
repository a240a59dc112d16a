// What Publish and each entry of PublishBatch say: one message.
#pragma once

#include <vector>

#include "dynamodb/validation/shape.h"
#include "operations/request.h"
#include "services/sns/publisher.h"

namespace tombola::operations::sns {

std::vector<dynamodb::Field> publication_fields();
// Throws ServiceError.
services::sns::Publication publication_of(const Request& request);

}  // namespace tombola::operations::sns

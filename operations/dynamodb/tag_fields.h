// Tags of a request: CreateTable's and TagResource's.
#pragma once

#include <vector>

#include "dynamodb/validation/shape.h"
#include "dynamodb/validation/tag_rules.h"
#include "operations/request.h"

namespace tombola::operations {

// AWS checks what is in them in words of its own (tag_rules.h), absent parts as well.
dynamodb::Shape tags_shape();
dynamodb::Shape resource_arn_shape();

// Checked. Empty when there are none.
std::vector<dynamodb::Tag> tags_of(const Request& request);

}  // namespace tombola::operations

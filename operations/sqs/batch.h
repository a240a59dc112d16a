// What the three batches of SQS have in common: their entries' ids, and answers that say of each
// entry whether it succeeded.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "dynamodb/validation/shape.h"
#include "operations/request.h"

namespace tombola::operations::sqs {

// {"QueueUrl","Entries":[{"Id",...}]}; `entry`: the shape's name in the API model.
dynamodb::Shape batch_shape(std::string_view entry, std::vector<dynamodb::Field> fields);

// Checks number and ids of the entries, and handles each: what it returns is its part of
// "Successful", what it throws as ServiceError its part of "Failed".
std::string run_batch(const Request& request, std::string_view entry,
                      const std::function<nlohmann::ordered_json(const Request& entry)>& handle);

}  // namespace tombola::operations::sqs

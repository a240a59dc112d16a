// What the requests about the labels of a parameter's versions have in common.
// https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-labels.html
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "operations/ssm/parameter_request.h"

namespace tombola::operations::ssm {

dynamodb::Field labels_field();
std::vector<std::string> labels_of(const Request& request);
// What can be no label: with other signs, or beginning with a digit, "aws" or "ssm".
bool is_label(std::string_view text);

// Has the labels of the version edited that the request names, or of the latest. Throws
// parameter_not_found and parameter_version_not_found. Returns the version's number.
using EditLabels = std::function<void(services::ssm::Parameter&, services::ssm::ParameterVersion&)>;
std::int64_t change_labels(OperationContext& context, const Request& request,
                           const EditLabels& edit);

}  // namespace tombola::operations::ssm

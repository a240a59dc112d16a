// What the requests of Parameter Store have in common.
// https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "dynamodb/validation/shape.h"
#include "operations/operation_context.h"
#include "operations/service_request.h"
#include "services/services.h"
#include "services/ssm/parameter.h"
#include "services/ssm/ssm_error.h"

namespace tombola::operations::ssm {

dynamodb::Field name_field();
dynamodb::Field names_field();
dynamodb::Field max_results_field(std::int64_t max);

// Throws ServiceError unless a parameter can be made under that name.
void check_new_name(std::string_view name);

// The parameter that a request names: by name or ARN, with a version or a label behind a colon.
struct FoundParameter {
  services::ssm::Parameter parameter;
  services::ssm::ParameterVersion version;
  std::string selector;  // ":3", or empty

  // {"Name","Type","Value",...}. The value of a SecureString shows only when it is decrypted.
  nlohmann::json json(bool decrypted) const;
};
// Throws parameter_not_found, parameter_version_not_found and, for what no parameter's name can be,
// a ValidationException.
FoundParameter find_parameter(OperationContext& context, std::string_view reference);

// {"Name","Type","Value","Version","LastModifiedDate","ARN","DataType"}
nlohmann::json parameter_json(const services::ssm::Parameter& parameter,
                              const services::ssm::ParameterVersion& version, bool decrypted);
// What DescribeParameters and GetParameterHistory tell of a version, beside its value.
nlohmann::json metadata_json(const services::ssm::Parameter& parameter,
                             const services::ssm::ParameterVersion& version);
// What a value is to who does not decrypt it.
std::string shown_value(const services::ssm::Parameter& parameter,
                        const services::ssm::ParameterVersion& version, bool decrypted);

// {"Parameters":[...],"NextToken"?}: as many as the request's MaxResults, or `max`, from its NextToken
// on.
std::string parameters_page(const Request& request, std::vector<nlohmann::json> rows,
                            std::int64_t max);

}  // namespace tombola::operations::ssm

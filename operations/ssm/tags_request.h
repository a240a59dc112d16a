// What the requests about tags have in common: of the resources that have them, only parameters are
// here.
#pragma once

#include <functional>

#include "operations/ssm/parameter_request.h"

namespace tombola::operations::ssm {

dynamodb::Field resource_type_field();
dynamodb::Field resource_id_field();

// Has the tags edited of the parameter that the request names. Throws invalid_resource_id, and
// InvalidResourceType for what is no parameter.
void change_tags(OperationContext& context, const Request& request,
                 const std::function<void(Texts& tags)>& edit);

}  // namespace tombola::operations::ssm

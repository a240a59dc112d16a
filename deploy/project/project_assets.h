// The assets of a project as objects in their buckets, as `cdk deploy` uploads them.
#pragma once

#include <vector>

#include "deploy/project/project.h"
#include "operations/operation_context.h"

namespace tombola::deploy {

// An object that is there stays: its key names its content. Throws ProjectError, which names the
// asset.
void upload_assets(operations::OperationContext& context, const std::vector<ProjectAsset>& assets);

}  // namespace tombola::deploy

// The bucket that `cdk bootstrap` makes, cdk-<qualifier>-assets-<account>-<region>. It is there as soon
// as somebody asks for it, since there is nothing to bootstrap here. Pure.
#pragma once

#include <optional>
#include <string_view>

#include "services/s3/object.h"

namespace tombola::services::s3 {

// None: the name is not one of those.
std::optional<Bucket> asset_bucket(std::string_view name);

}  // namespace tombola::services::s3

// What a change of a resource's property does: whether the resource is changed in place or a new one
// takes its place. One row for each type, from the pages of the resource and property reference.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-template-resource-type-ref.html
#pragma once

#include <string_view>

namespace tombola::deploy {

enum class RequiresRecreation { Never, Conditionally, Always };

// Of a type that is not in the table nobody knows: Conditionally.
RequiresRecreation requires_recreation(std::string_view type, std::string_view property);

}  // namespace tombola::deploy

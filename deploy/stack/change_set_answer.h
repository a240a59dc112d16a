// Changes of a change set in the members of DescribeChangeSet. Pure.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeChangeSet.html
#pragma once

#include <vector>

#include "deploy/template/template_changes.h"

namespace tombola::deploy {

// [{"Type":"Resource","ResourceChange":{...}}], with the contexts of IncludePropertyValues.
Json change_set_answer(const std::vector<ResourceChange>& changes);

}  // namespace tombola::deploy

// The order in which AWS lists a set of names: that of a Java hash set.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace tombola::dynamodb {

// `set_size`: of the whole set, of which `names` may be a part.
void sort_as_java_set(std::vector<std::string_view>& names, std::size_t set_size);

}  // namespace tombola::dynamodb

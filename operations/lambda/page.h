// Pages of the Lambda API: MaxItems, Marker, NextMarker. A marker is the last key of its page in
// base64, so that paging goes on when what it names is gone.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "operations/request.h"

namespace tombola::operations::lambda {

// {member: [...], "NextMarker"?}: of the rows, in order of their keys, those that the request asks
// for. Throws LambdaError on a marker that is none of ours.
std::string page_of(const Request& request, std::string_view member,
                    std::vector<std::pair<std::string, nlohmann::ordered_json>> rows);

}  // namespace tombola::operations::lambda

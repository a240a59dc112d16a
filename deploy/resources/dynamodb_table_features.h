// What a table of CloudFormation has that DynamoDB sets by calls of its own: time to live, recovery to
// a point in time, Contributor Insights and resource policies.
#pragma once

#include "deploy/resources/resource_type.h"

namespace tombola::deploy {

// `before`: an empty object for a table that has just been made. `stream_arn`: of the stream that it has
// now; empty when it has none.
struct TableFeatures {
  const std::string& table;
  const std::string& stream_arn;
  const Json& before;
  const Json& after;
};
void set_features(const ResourceContext& context, const TableFeatures& features);

// The global secondary index of that name; null when there is none.
Json find_index(const Json& properties, const Json& name);
// Whether an index stays the same while other settings change; one that has other keys or another
// projection is made anew.
bool stays(const Json& index_before, const Json& index_after);

}  // namespace tombola::deploy

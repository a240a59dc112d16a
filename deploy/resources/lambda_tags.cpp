#include "deploy/resources/lambda_tags.h"

#include "deploy/resources/properties.h"

namespace tombola::deploy {

using operations::Service;

void change_lambda_tags(const ResourceContext& context, const std::string& arn, const Json& before,
                        const Json& after) {
  const Json old_tags = tags_as_map(member(before, "Tags"));
  const Json new_tags = tags_as_map(member(after, "Tags"));
  Json gone = Json::array();
  for (const auto& [key, value] : old_tags.items()) {
    if (!new_tags.contains(key)) {
      gone.push_back(key);
    }
  }
  if (!gone.empty()) {
    // As the query spells it.
    context.call(Service::Lambda, "UntagResource", {{"Resource", arn}, {"tagKeys", gone}});
  }
  if (old_tags != new_tags && !new_tags.empty()) {
    context.call(Service::Lambda, "TagResource", {{"Resource", arn}, {"Tags", new_tags}});
  }
}

}  // namespace tombola::deploy

#include "deploy/resources/dynamodb_table_features.h"

#include "deploy/resources/properties.h"

namespace tombola::deploy {
namespace {

using operations::Service;

void set_time_to_live(const ResourceContext& context, const TableFeatures& features) {
  const Json before = member(features.before, "TimeToLiveSpecification");
  Json wanted = member(features.after, "TimeToLiveSpecification");
  if (before == wanted) {
    return;
  }
  if (wanted.is_null()) {
    wanted = before;
    wanted["Enabled"] = false;
  }
  if (member(wanted, "Enabled") == true || !before.is_null()) {
    context.call(Service::DynamoDB, "UpdateTimeToLive",
                 {{"TableName", features.table}, {"TimeToLiveSpecification", wanted}});
  }
}

void set_recovery(const ResourceContext& context, const TableFeatures& features) {
  if (!differs(features.before, features.after, "PointInTimeRecoverySpecification")) {
    return;
  }
  Json recovery = member(features.after, "PointInTimeRecoverySpecification");
  if (recovery.is_null()) {
    recovery = {{"PointInTimeRecoveryEnabled", false}};
  }
  context.call(Service::DynamoDB, "UpdateContinuousBackups",
               {{"TableName", features.table}, {"PointInTimeRecoverySpecification", recovery}});
}

// `subject`: TableName, and IndexName of an index. `before`, `after`: the table's properties or the
// index's.
void set_insights_of(const ResourceContext& context, const Json& subject, const Json& before,
                     const Json& after) {
  const Json was = member(before, "ContributorInsightsSpecification");
  const Json wanted = member(after, "ContributorInsightsSpecification");
  const bool is_wanted = member(wanted, "Enabled") == true;
  if (was == wanted || (!is_wanted && member(was, "Enabled") != true)) {
    return;
  }
  Json request = subject;
  request["ContributorInsightsAction"] = is_wanted ? "ENABLE" : "DISABLE";
  if (const Json mode = member(wanted, "Mode"); is_wanted && !mode.is_null()) {
    request["ContributorInsightsMode"] = mode;
  }
  context.call(Service::DynamoDB, "UpdateContributorInsights", request);
}

void set_insights(const ResourceContext& context, const TableFeatures& features) {
  set_insights_of(context, {{"TableName", features.table}}, features.before, features.after);
  const Json indexes = member(features.after, "GlobalSecondaryIndexes");
  for (const Json& index : indexes) {
    const Json& name = index.at("IndexName");
    const Json there = find_index(features.before, name);
    set_insights_of(context, {{"TableName", features.table}, {"IndexName", name}},
                    !there.is_null() && stays(there, index) ? there : Json::object(), index);
  }
}

void set_policy(const ResourceContext& context, const std::string& arn, const Json& before,
                const Json& wanted) {
  if (before == wanted) {
    return;
  }
  if (wanted.is_null()) {
    context.call(Service::DynamoDB, "DeleteResourcePolicy", {{"ResourceArn", arn}});
    return;
  }
  context.call(Service::DynamoDB, "PutResourcePolicy",
               {{"ResourceArn", arn}, {"Policy", document_text(wanted)}});
}

Json policy_in(const Json& owner) {
  return member(member(owner, "ResourcePolicy"), "PolicyDocument");
}

// A stream of another view type is another stream, and has no policy yet.
void set_policies(const ResourceContext& context, const TableFeatures& features) {
  set_policy(context, context.arn("dynamodb", "table/" + features.table),
             policy_in(features.before), policy_in(features.after));
  if (features.stream_arn.empty()) {
    return;
  }
  const Json stream_before = member(features.before, "StreamSpecification");
  const Json stream_after = member(features.after, "StreamSpecification");
  const bool is_new = differs(stream_before, stream_after, "StreamViewType");
  set_policy(context, features.stream_arn, is_new ? Json() : policy_in(stream_before),
             policy_in(stream_after));
}

}  // namespace

void set_features(const ResourceContext& context, const TableFeatures& features) {
  set_time_to_live(context, features);
  set_recovery(context, features);
  set_insights(context, features);
  set_policies(context, features);
}

Json find_index(const Json& properties, const Json& name) {
  const Json indexes = member(properties, "GlobalSecondaryIndexes");
  for (const Json& index : indexes) {
    if (index.at("IndexName") == name) {
      return index;
    }
  }
  return {};
}

bool stays(const Json& index_before, const Json& index_after) {
  return !differs(index_before, index_after, "KeySchema") &&
         !differs(index_before, index_after, "Projection");
}

}  // namespace tombola::deploy

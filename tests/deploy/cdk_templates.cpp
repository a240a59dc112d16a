// What the real tools write: stacks that aws-cdk-lib 2.63 synthesised, and the template with which
// the CLI bootstraps.
#include <fstream>
#include <sstream>

#include <catch2/catch.hpp>

#include "deploy/template/parameter_values.h"
#include "deploy/template/resolved_template.h"
#include "deploy/template/template_changes.h"
#include "deploy/template/template_checks.h"
#include "deploy/template/template_text.h"

using namespace tombola::deploy;

namespace {

std::string text_of(const std::string& file) {
  std::ifstream stream(TOMBOLA_SOURCE_DIR "/tests/data/cdk/" + file);
  REQUIRE(stream);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

struct Resolved {
  Template source;
  ResolvedTemplate resolved;

  explicit Resolved(const std::string& file, const std::vector<GivenParameter>& given = {})
      : source(read_template(parse_template_text(text_of(file)))) {
    check_template(source);
    const auto stored = [](const std::string& name) {
      CHECK(name == "/cdk-bootstrap/hnb659fds/version");
      return std::optional<std::string>("30");
    };
    const ParameterValues parameters = parameter_values(source, given, {}, stored);
    resolved = resolve_template(Resolver(
        {source, values_of(parameters), {"123456789012", "eu-central-1", "Raffle", "arn:raffle"}}));
  }
  Resolved(const Resolved&) = delete;

  std::vector<std::string> order() const {
    std::vector<std::string> ids;
    for (const ResolvedResource& resource : resolved.resources) {
      ids.push_back(resource.definition.logical_id);
    }
    return ids;
  }
};

}  // namespace

TEST_CASE("a CDK stack comes in an order in which it can be made") {
  const Resolved stack("chapter04/Raffle.template.json");
  const auto ids = stack.order();
  REQUIRE(ids.size() == stack.source.resources.size());
  const auto place = [&](const std::string& id) {
    return std::find(ids.begin(), ids.end(), id) - ids.begin();
  };
  for (const ResolvedResource& resource : stack.resolved.resources) {
    for (const std::string& other : resource.depends_on) {
      CHECK(place(other) < place(resource.definition.logical_id));
    }
  }
  const ResolvedResource* function = stack.resolved.find("ApiHandlerLambdaB8B72F13");
  REQUIRE(function != nullptr);
  CHECK(function->properties["Code"]["S3Bucket"] ==
        "cdk-hnb659fds-assets-123456789012-eu-central-1");
  CHECK(function->properties["Environment"]["Variables"]["TABLE_NAME"]["Ref"] ==
        "RaffleTableE6C6F179");
}

// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-dynamodb-table.html
TEST_CASE("from one chapter to the next the table is changed in place") {
  const Resolved before("chapter03/Raffle.template.json");
  const Resolved after("chapter04/Raffle.template.json");
  std::size_t added = 0;
  bool table_changes = false;
  for (const ResourceChange& change : template_changes(before.resolved, after.resolved, {})) {
    INFO(change.logical_id);
    CHECK(change.action != "Remove");
    added += change.action == "Add" ? 1 : 0;
    if (change.type == "AWS::DynamoDB::Table") {
      table_changes = true;
      CHECK(change.replacement == "False");
      std::vector<std::string> names;
      for (const ChangeDetail& detail : change.details) {
        names.push_back(detail.name);
      }
      CHECK(names == std::vector<std::string>{"BillingMode", "ProvisionedThroughput",
                                              "StreamSpecification"});
    }
  }
  CHECK(table_changes);
  CHECK(added == 4);
}

TEST_CASE("the template with which the CLI bootstraps is understood") {
  const std::vector<GivenParameter> given = {{"TrustedAccounts", ""},
                                             {"TrustedAccountsForLookup", ""},
                                             {"CloudFormationExecutionPolicies", ""},
                                             {"FileAssetsBucketKmsKeyId", "AWS_MANAGED_KEY"},
                                             {"PublicAccessBlockConfiguration", "true"}};
  const Resolved stack("bootstrap-template.yaml", given);
  CHECK(stack.resolved.find("FileAssetsBucketEncryptionKey") == nullptr);  // its condition
  const ResolvedResource* bucket = stack.resolved.find("StagingBucket");
  REQUIRE(bucket != nullptr);
  CHECK(bucket->properties["BucketName"] == "cdk-hnb659fds-assets-123456789012-eu-central-1");
  const ResolvedResource* version = stack.resolved.find("CdkBootstrapVersion");
  REQUIRE(version != nullptr);
  CHECK(version->properties["Name"] == "/cdk-bootstrap/hnb659fds/version");
}

// Which change of a property replaces its resource: "Update requires" of each property, in the
// CloudFormation user guide's reference of resource types.
#include "deploy/template/update_behavior.h"

#include <sstream>

#include <catch2/catch.hpp>

using namespace tombola::deploy;

namespace {

struct Row {
  const char* type;
  const char* replaced;  // Update requires: Replacement
  const char* in_place;  // No interruption, or some
  const char* it_depends = "";
};

constexpr Row rows[] = {
    {"AWS::ApiGateway::Deployment", "RestApiId DeploymentCanarySettings", "Description StageName"},
    {"AWS::ApiGateway::GatewayResponse", "ResponseType RestApiId", "StatusCode"},
    {"AWS::ApiGateway::Method", "HttpMethod ResourceId RestApiId",
     "AuthorizationType Integration MethodResponses"},
    {"AWS::ApiGateway::Resource", "ParentId PathPart RestApiId", ""},
    {"AWS::ApiGateway::RestApi", "", "Name Description Body BinaryMediaTypes"},
    {"AWS::ApiGateway::Stage", "RestApiId StageName", "DeploymentId Variables"},
    {"AWS::ApiGateway::ApiKey", "CustomerId GenerateDistinctId Name Value", "Description Enabled"},
    {"AWS::ApiGateway::Authorizer", "RestApiId", "AuthorizerUri Name ProviderARNs"},
    {"AWS::ApiGateway::Model", "ContentType Name RestApiId", "Description Schema"},
    {"AWS::ApiGateway::RequestValidator", "Name RestApiId", "ValidateRequestBody"},
    {"AWS::ApiGateway::UsagePlan", "", "ApiStages Quota Throttle UsagePlanName"},
    {"AWS::ApiGateway::UsagePlanKey", "KeyId KeyType UsagePlanId", ""},
    {"AWS::ApiGatewayV2::Api", "ProtocolType", "Name CorsConfiguration"},
    {"AWS::ApiGatewayV2::Integration", "ApiId", "IntegrationUri PayloadFormatVersion"},
    {"AWS::ApiGatewayV2::Route", "ApiId", "RouteKey Target"},
    {"AWS::ApiGatewayV2::Stage", "ApiId StageName", "AutoDeploy StageVariables"},
    {"AWS::CloudFormation::Stack", "", "TemplateURL Parameters Tags"},
    {"AWS::DynamoDB::GlobalTable", "KeySchema LocalSecondaryIndexes TableName",
     "BillingMode Replicas StreamSpecification", "AttributeDefinitions"},
    {"AWS::DynamoDB::Table", "ImportSourceSpecification KeySchema LocalSecondaryIndexes TableName",
     "BillingMode GlobalSecondaryIndexes ProvisionedThroughput StreamSpecification Tags "
     "TimeToLiveSpecification SSESpecification DeletionProtectionEnabled",
     "AttributeDefinitions"},
    {"AWS::IAM::ManagedPolicy", "Description ManagedPolicyName Path", "PolicyDocument Roles"},
    {"AWS::IAM::Policy", "", "PolicyDocument Roles"},
    {"AWS::IAM::Role", "Path RoleName", "AssumeRolePolicyDocument ManagedPolicyArns Policies"},
    {"AWS::Lambda::Alias", "FunctionName Name", "FunctionVersion Description"},
    {"AWS::Lambda::EventInvokeConfig", "FunctionName Qualifier", "MaximumRetryAttempts"},
    {"AWS::Lambda::EventSourceMapping",
     "EventSourceArn StartingPosition StartingPositionTimestamp SelfManagedEventSource",
     "BatchSize Enabled FilterCriteria FunctionName"},
    {"AWS::Lambda::Function", "FunctionName PackageType",
     "Code Environment Handler Layers MemorySize Role Runtime Timeout"},
    {"AWS::Lambda::LayerVersion", "CompatibleRuntimes Content LayerName", ""},
    {"AWS::Lambda::Permission", "Action FunctionName Principal SourceArn", ""},
    {"AWS::Lambda::Url", "Qualifier TargetFunctionArn", "AuthType Cors InvokeMode"},
    {"AWS::Lambda::Version", "CodeSha256 Description FunctionName", ""},
    {"AWS::Logs::LogGroup", "LogGroupName", "RetentionInDays Tags"},
    {"AWS::S3::Bucket", "BucketName", "BucketEncryption LifecycleConfiguration Tags"},
    {"AWS::S3::BucketPolicy", "Bucket", "PolicyDocument"},
    {"AWS::SNS::Subscription", "Endpoint Protocol TopicArn", "FilterPolicy RawMessageDelivery"},
    {"AWS::SNS::Topic", "FifoTopic TopicName", "DisplayName Subscription"},
    {"AWS::SQS::Queue", "FifoQueue QueueName", "DelaySeconds RedrivePolicy VisibilityTimeout"},
    {"AWS::SSM::Parameter", "Name", "Value Description"},
    {"Custom::Anything", "", "ServiceToken Whatever"},
};

void check_each(const Row& row, const char* properties, RequiresRecreation expected) {
  std::istringstream names(properties);
  for (std::string name; names >> name;) {
    INFO(row.type << " " << name);
    CHECK(requires_recreation(row.type, name) == expected);
  }
}

}  // namespace

TEST_CASE("each property says whether its change replaces the resource") {
  for (const Row& row : rows) {
    check_each(row, row.replaced, RequiresRecreation::Always);
    check_each(row, row.in_place, RequiresRecreation::Never);
    check_each(row, row.it_depends, RequiresRecreation::Conditionally);
  }
}

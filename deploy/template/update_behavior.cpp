#include "deploy/template/update_behavior.h"

#include <algorithm>
#include <array>

namespace tombola::deploy {
namespace {

struct Row {
  std::string_view type;
  // Separated by blanks; "*" stands for every property. What neither lists is changed in place.
  std::string_view always = {};
  std::string_view conditionally = {};
};

constexpr Row rows[] = {
    {"AWS::ApiGateway::Account"},
    {"AWS::ApiGateway::ApiKey", "CustomerId GenerateDistinctId Name Value"},
    {"AWS::ApiGateway::Authorizer", "RestApiId"},
    {"AWS::ApiGateway::Deployment", "DeploymentCanarySettings RestApiId"},
    {"AWS::ApiGateway::GatewayResponse", "ResponseType RestApiId"},
    {"AWS::ApiGateway::Method", "HttpMethod ResourceId RestApiId"},
    {"AWS::ApiGateway::Model", "ContentType Name RestApiId"},
    {"AWS::ApiGateway::RequestValidator", "Name RestApiId"},
    {"AWS::ApiGateway::Resource", "ParentId PathPart RestApiId"},
    {"AWS::ApiGateway::RestApi"},
    {"AWS::ApiGateway::Stage", "RestApiId StageName"},
    {"AWS::ApiGateway::UsagePlan"},
    {"AWS::ApiGateway::UsagePlanKey", "KeyId KeyType UsagePlanId"},
    {"AWS::ApiGatewayV2::Api", "ProtocolType"},
    {"AWS::ApiGatewayV2::Authorizer", "ApiId"},
    {"AWS::ApiGatewayV2::Deployment", "ApiId"},
    {"AWS::ApiGatewayV2::Integration", "ApiId"},
    {"AWS::ApiGatewayV2::Route", "ApiId"},
    {"AWS::ApiGatewayV2::Stage", "ApiId StageName"},
    {"AWS::CDK::Metadata"},
    {"AWS::CloudFormation::CustomResource"},
    {"AWS::CloudFormation::Stack"},
    {"AWS::CloudFormation::WaitCondition", "*"},
    {"AWS::CloudFormation::WaitConditionHandle", "*"},
    {"AWS::DynamoDB::GlobalTable", "KeySchema LocalSecondaryIndexes TableName",
     "AttributeDefinitions"},
    {"AWS::DynamoDB::Table", "ImportSourceSpecification KeySchema LocalSecondaryIndexes TableName",
     "AttributeDefinitions"},
    {"AWS::ECR::Repository", "EncryptionConfiguration RepositoryName"},
    {"AWS::Events::Rule", "EventBusName Name"},
    {"AWS::IAM::AccessKey", "Serial UserName"},
    {"AWS::IAM::Group", "GroupName"},
    {"AWS::IAM::InstanceProfile", "InstanceProfileName Path"},
    {"AWS::IAM::ManagedPolicy", "Description ManagedPolicyName Path"},
    {"AWS::IAM::Policy"},
    {"AWS::IAM::Role", "Path RoleName"},
    {"AWS::IAM::User", "UserName"},
    {"AWS::IAM::UserToGroupAddition"},
    {"AWS::KMS::Alias", "AliasName"},
    {"AWS::KMS::Key"},
    {"AWS::Lambda::Alias", "FunctionName Name"},
    {"AWS::Lambda::EventInvokeConfig", "FunctionName Qualifier"},
    {"AWS::Lambda::EventSourceMapping",
     "AmazonManagedKafkaEventSourceConfig EventSourceArn SelfManagedEventSource "
     "SelfManagedKafkaEventSourceConfig StartingPosition StartingPositionTimestamp"},
    {"AWS::Lambda::Function", "FunctionName PackageType"},
    {"AWS::Lambda::LayerVersion", "*"},
    {"AWS::Lambda::LayerVersionPermission", "*"},
    {"AWS::Lambda::Permission", "*"},
    {"AWS::Lambda::Url", "Qualifier TargetFunctionArn"},
    {"AWS::Lambda::Version", "*"},
    {"AWS::Logs::LogGroup", "LogGroupName"},
    {"AWS::Logs::LogStream", "LogGroupName LogStreamName"},
    {"AWS::S3::Bucket", "BucketName"},
    {"AWS::S3::BucketPolicy", "Bucket"},
    {"AWS::SNS::Subscription", "Endpoint Protocol TopicArn"},
    {"AWS::SNS::Topic", "FifoTopic TopicName"},
    {"AWS::SNS::TopicPolicy"},
    {"AWS::SQS::Queue", "FifoQueue QueueName"},
    {"AWS::SQS::QueuePolicy"},
    {"AWS::SSM::Parameter", "Name"},
};

bool lists(std::string_view names, std::string_view name) {
  while (!names.empty()) {
    const std::size_t end = std::min(names.find(' '), names.size());
    const std::string_view one = names.substr(0, end);
    if (one == name || one == "*") {
      return true;
    }
    names.remove_prefix(std::min(end + 1, names.size()));
  }
  return false;
}

}  // namespace

RequiresRecreation requires_recreation(std::string_view type, std::string_view property) {
  const std::string_view known =
      type.starts_with("Custom::") ? "AWS::CloudFormation::CustomResource" : type;
  const auto* const row = std::find_if(std::begin(rows), std::end(rows),
                                       [&](const Row& one) { return one.type == known; });
  if (row == std::end(rows)) {
    return RequiresRecreation::Conditionally;
  }
  if (lists(row->always, property)) {
    return RequiresRecreation::Always;
  }
  return lists(row->conditionally, property) ? RequiresRecreation::Conditionally
                                             : RequiresRecreation::Never;
}

}  // namespace tombola::deploy

#include "server/service_wire.h"

#include <algorithm>
#include <array>

namespace tombola::server {
namespace {

using operations::Service;

constexpr std::array<QueryName, 15> sqs_names = {{
    {"Attributes", "Attribute", "Name", "Value"},
    {"MessageAttributes", "MessageAttribute", "Name", "Value"},
    {"MessageSystemAttributes", "MessageSystemAttribute", "Name", "Value"},
    {"Tags", "Tag", "Key", "Value"},
    {"tags", "Tag", "Key", "Value"},
    {"AttributeNames", "AttributeName"},
    {"MessageSystemAttributeNames", "MessageSystemAttributeName"},
    {"MessageAttributeNames", "MessageAttributeName"},
    {"TagKeys", "TagKey"},
    {"QueueUrls", "QueueUrl"},
    {"queueUrls", "QueueUrl"},
    {"Messages", "Message"},
    {"Entries", "*RequestEntry"},
    {"Successful", "*ResultEntry"},
    {"Failed", "BatchResultErrorEntry"},
}};

constexpr std::array<QueryName, 2> sns_names = {{
    {"Attributes", "Attributes", "key", "value"},
    {"MessageAttributes", "MessageAttributes", "Name", "Value"},
}};

constexpr std::array<ServiceWire, 7> wires = {{
    {Service::SQS, "sqs", "AmazonSQS.", "2012-11-05", "http://queue.amazonaws.com/doc/2012-11-05/",
     true, sqs_names},
    {Service::SNS, "sns", "", "2010-03-31", "http://sns.amazonaws.com/doc/2010-03-31/", false,
     sns_names},
    {Service::CloudFormation,
     "cloudformation",
     "",
     "2010-05-15",
     "http://cloudformation.amazonaws.com/doc/2010-05-15/",
     false,
     {}},
    {Service::Logs, "logs", "Logs_20140328.", "", "", false, {}},
    {Service::STS, "sts", "", "2011-06-15", "https://sts.amazonaws.com/doc/2011-06-15/"},
    {Service::IAM, "iam", "", "2010-05-08", "https://iam.amazonaws.com/doc/2010-05-08/"},
    {Service::SSM, "ssm", "AmazonSSM.", "", ""},
}};

}  // namespace

const ServiceWire* wire_of_target(std::string_view target) {
  for (const ServiceWire& wire : wires) {
    if (!wire.json_target.empty() && target.starts_with(wire.json_target)) {
      return &wire;
    }
  }
  return nullptr;
}

const ServiceWire* wire_of_signed_name(std::string_view name) {
  const auto found = std::find_if(wires.begin(), wires.end(), [&](const ServiceWire& wire) {
    return wire.signed_name == name;
  });
  return found == wires.end() ? nullptr : &*found;
}

const ServiceWire* wire_of_version(std::string_view version) {
  for (const ServiceWire& wire : wires) {
    if (!wire.query_version.empty() && version == wire.query_version) {
      return &wire;
    }
  }
  return nullptr;
}

const QueryName* find_query_name(const ServiceWire& wire, std::string_view member) {
  const auto found = std::find_if(wire.query_names.begin(), wire.query_names.end(),
                                  [&](const QueryName& name) { return name.member == member; });
  return found == wire.query_names.end() ? nullptr : &*found;
}

}  // namespace tombola::server

// A new operation is one file, one line in operations.def and one .test file.
#include <filesystem>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/house/house.h"

namespace fs = std::filesystem;

namespace {

// The parts between the parentheses of OPERATION(DynamoDB, PutItem, put_item, Inline); none for a
// line of another kind.
std::vector<std::string> parts_of(const std::string& line, const std::string& kind) {
  if (!line.starts_with(kind + "(") || !line.ends_with(")")) {
    return {};
  }
  std::istringstream text(line.substr(kind.size() + 1, line.size() - kind.size() - 2));
  std::vector<std::string> parts;
  for (std::string part; std::getline(text >> std::ws, part, ',');) {
    parts.push_back(part);
  }
  return parts;
}

struct RowKind {
  std::string name;
  std::size_t parts;
  bool served;
};
const std::vector<RowKind> row_kinds = {
    {"OPERATION", 4, true},       {"UNSERVED", 2, false},      {"REST", 6, true},
    {"REST_PAYLOAD", 4, true},    {"REST_UNSERVED", 3, false}, {"SERVICE", 4, true},
    {"SERVICE_WAITING", 3, true}, {"REST_XML", 4, true},       {"REST_XML_UNSERVED", 3, false}};

const RowKind* kind_of(const std::string& line) {
  for (const RowKind& kind : row_kinds) {
    if (parts_of(line, kind.name).size() == kind.parts) {
      return &kind;
    }
  }
  return nullptr;
}

const std::map<std::string, std::string> folders = {{"DynamoDB", "dynamodb/"},
                                                    {"DynamoDBStreams", "streams/"},
                                                    {"Lambda", "lambda/"},
                                                    {"SQS", "sqs/"},
                                                    {"SNS", "sns/"},
                                                    {"S3", "s3/"},
                                                    {"Logs", "logs/"},
                                                    {"CloudFormation", "cloudformation/"},
                                                    {"STS", "sts/"},
                                                    {"SSM", "ssm/"},
                                                    {"IAM", "iam/"},
                                                    {"ApiGateway", "api_gateway/"},
                                                    {"ApiGatewayV2", "api_gateway_v2/"}};

}  // namespace

TEST_CASE("every operation that we serve has its file and its test cases") {
  const fs::path root = tombola::test::source_root();
  std::vector<std::string> missing;
  std::size_t served = 0;
  for (const std::string& line : tombola::test::lines_of("operations/operations.def")) {
    const RowKind* kind = kind_of(line);
    if (kind == nullptr || !kind->served) {
      continue;
    }
    ++served;
    const std::vector<std::string> parts = parts_of(line, kind->name);
    const std::string name = folders.at(parts[0]) + parts[2];
    for (const std::string& file :
         {"operations/" + name + ".cpp", "tests/operations/" + name + ".test"}) {
      if (!fs::exists(root / file)) {
        missing.push_back(file);
      }
    }
  }
  CHECK(missing == std::vector<std::string>{});
  CHECK(served >= 16);
}

TEST_CASE("every line of operations.def is a row, a comment or empty") {
  std::vector<std::string> strange;
  for (const std::string& line : tombola::test::lines_of("operations/operations.def")) {
    if (!line.empty() && !line.starts_with("//") && kind_of(line) == nullptr) {
      strange.push_back(line);
    }
  }
  CHECK(strange == std::vector<std::string>{});
}

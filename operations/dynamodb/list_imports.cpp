// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListImports.html
//
// Imports outlive their table, in the list as well (observed on AWS, us-west-2, October 2026).
#include "operations/dynamodb/table_arn.h"
#include "operations/dynamodb/table_jobs.h"
#include "operations/operation.h"
#include "operations/request.h"

namespace tombola::operations {
namespace {

using dynamodb::Shape;
using json = nlohmann::ordered_json;

// Sixteen hexadecimal digits, over and over.
bool is_token(std::string_view text) {
  constexpr std::size_t digits = 16;
  return !text.empty() && text.size() % digits == 0 &&
         text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

const Shape& fields() {
  static const Shape shape = Shape::structure(
      "ListImportsInput",
      {{"TableArn", Shape::string().length(1, 1024)},
       {"PageSize", Shape::integer().range(1, 25)},
       {"NextToken", Shape::string().pattern("([0-9a-f]{16})+", is_token).length(112, 1024)}});
  return shape;
}

json summary_of(const json& description) {
  json summary = json::object();
  for (const char* member : {"ImportArn", "ImportStatus", "TableArn", "S3BucketSource",
                             "CloudWatchLogGroupArn", "InputFormat", "StartTime", "EndTime"}) {
    if (description.contains(member)) {
      summary[member] = description[member];
    }
  }
  return summary;
}

}  // namespace

std::string list_imports(OperationContext& context, dynamodb::JsonValue request_json) {
  const Request request = Request::checked(request_json, fields(), dynamodb::Wording::Old);
  const auto arn = request.string("TableArn");
  const std::string table_arn = arn ? table_arn_from(*arn, "tableArn", context).text : "";
  const JobPage page = page_of_jobs(
      storage::TableJobKind::Import, request.integer("PageSize"), request.string("NextToken"),
      [&](const json& description) { return !arn || description.at("TableArn") == table_arn; },
      context);
  json answer = {{"ImportSummaryList", json::array()}};
  for (const json& description : page.descriptions) {
    answer["ImportSummaryList"].push_back(summary_of(description));
  }
  if (!page.next_token.empty()) {
    answer["NextToken"] = page.next_token;
  }
  return answer.dump();
}

}  // namespace tombola::operations

// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListExports.html
//
// The exports of a table are those of this very table: one that is deleted, or made anew under its
// name, has none, though DescribeExport still knows them (observed on AWS, us-west-2, October 2026).
#include "operations/dynamodb/table_arn.h"
#include "operations/dynamodb/table_jobs.h"
#include "operations/operation.h"
#include "operations/request.h"

namespace tombola::operations {
namespace {

using dynamodb::Shape;
using json = nlohmann::ordered_json;

const Shape& fields() {
  static const Shape shape =
      Shape::structure("ListExportsInput", {{"TableArn", Shape::string().length(1, 1024)},
                                            {"MaxResults", Shape::integer().range(1, 25)},
                                            {"NextToken", Shape::string()}});
  return shape;
}

// Of the table that has the ARN now; empty: there is none.
std::string table_id_of(const TableArn& arn, OperationContext& context) {
  std::string id;
  context.transactions.read([&](storage::Transaction& transaction) {
    const auto table = context.catalog.find(transaction, context.name_space, arn.table);
    id = table && table->arn() == arn.text ? table->uuid : "";
  });
  return id;
}

json summary_of(const json& description) {
  return {{"ExportArn", description.at("ExportArn")},
          {"ExportStatus", description.at("ExportStatus")},
          {"ExportType", description.value("ExportType", "FULL_EXPORT")}};
}

}  // namespace

std::string list_exports(OperationContext& context, dynamodb::JsonValue request_json) {
  const Request request = Request::checked(request_json, fields(), dynamodb::Wording::Old);
  const auto arn = request.string("TableArn");
  const std::string table_id =
      arn ? table_id_of(table_arn_from(*arn, "tableArn", context), context) : "";
  const JobPage page = page_of_jobs(
      storage::TableJobKind::Export, request.integer("MaxResults"), request.string("NextToken"),
      [&](const json& description) { return !arn || description.at("TableId") == table_id; },
      context);
  json answer = {{"ExportSummaries", json::array()}};
  for (const json& description : page.descriptions) {
    answer["ExportSummaries"].push_back(summary_of(description));
  }
  if (!page.next_token.empty()) {
    answer["NextToken"] = page.next_token;
  }
  return answer.dump();
}

}  // namespace tombola::operations

// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeExport.html
#include "operations/dynamodb/table_jobs.h"
#include "operations/operation.h"
#include "operations/request.h"

namespace tombola::operations {
namespace {

using dynamodb::Shape;

const Shape& fields() {
  static const Shape shape = Shape::structure(
      "DescribeExportInput",
      {{"ExportArn", Shape::string().length(37, 1024), dynamodb::Presence::Required}});
  return shape;
}

}  // namespace

std::string describe_export(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  constexpr auto kind = storage::TableJobKind::Export;
  const storage::TableJob job =
      found_job_or_throw(request.required("ExportArn").as_string(), kind, context);
  return nlohmann::ordered_json(
             {{"ExportDescription", shown_description(job, kind, context.service_clock.now_ms())}})
      .dump();
}

}  // namespace tombola::operations

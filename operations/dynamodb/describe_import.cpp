// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeImport.html
#include "operations/dynamodb/table_jobs.h"
#include "operations/operation.h"
#include "operations/request.h"

namespace tombola::operations {
namespace {

using dynamodb::Shape;

const Shape& fields() {
  static const Shape shape = Shape::structure(
      "DescribeImportInput",
      {{"ImportArn", Shape::string().length(37, 1024), dynamodb::Presence::Required}});
  return shape;
}

}  // namespace

std::string describe_import(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  constexpr auto kind = storage::TableJobKind::Import;
  const storage::TableJob job =
      found_job_or_throw(request.required("ImportArn").as_string(), kind, context);
  return nlohmann::ordered_json({{"ImportTableDescription",
                                  shown_description(job, kind, context.service_clock.now_ms())}})
      .dump();
}

}  // namespace tombola::operations

// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeKinesisStreamingDestination.html
//
// There is no Kinesis here, so no table has a destination; the form is AWS's for such a table
// (observed, October 2026).
#include <nlohmann/json.hpp>

#include "operations/dynamodb/table_name.h"
#include "operations/operation.h"
#include "operations/request.h"

namespace tombola::operations {
namespace {

using dynamodb::Shape;

const Shape& fields() {
  static const Shape shape =
      Shape::structure("DescribeKinesisStreamingDestinationInput",
                       {{"TableName", Shape::string(), dynamodb::Presence::Required}});
  return shape;
}

}  // namespace

std::string describe_kinesis_streaming_destination(OperationContext& context,
                                                   dynamodb::JsonValue json) {
  dynamodb::check_types(json, fields());
  check_table_name_of_table_operation(json);
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const std::string name = table_name_of(request, context);

  context.transactions.read([&](storage::Transaction& transaction) {
    if (!context.catalog.find(transaction, context.name_space, name)) {
      throw_table_not_found(name);
    }
  });
  return nlohmann::ordered_json(
             {{"TableName", name},
              {"KinesisDataStreamDestinations", nlohmann::ordered_json::array()}})
      .dump();
}

}  // namespace tombola::operations

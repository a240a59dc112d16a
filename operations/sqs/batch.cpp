#include "operations/sqs/batch.h"

#include <set>

#include "dynamodb/limits.h"
#include "operations/sqs/queue_request.h"
#include "services/service_error.h"
#include "services/sqs/sqs_error.h"

namespace tombola::operations::sqs {

using dynamodb::Shape;
using nlohmann::ordered_json;
namespace sqs_error = services::sqs;

namespace {

void check_entries(dynamodb::JsonValue entries, std::string_view entry) {
  if (entries.size() == 0) {
    throw sqs_error::empty_batch(entry);
  }
  if (entries.size() > limits::batch_entries_max) {
    throw sqs_error::too_many_entries(entries.size());
  }
  std::set<std::string_view> ids;
  for (const dynamodb::JsonValue one : entries.elements()) {
    const std::string_view id = Request(one).string("Id").value_or("");
    if (!is_plain_name(id) || id.size() > limits::batch_entry_id_length_max) {
      throw sqs_error::invalid_batch_entry_id();
    }
    if (!ids.insert(id).second) {
      throw sqs_error::batch_ids_not_distinct(id);
    }
  }
}

}  // namespace

Shape batch_shape(std::string_view entry, std::vector<dynamodb::Field> fields) {
  fields.insert(fields.begin(), {"Id", Shape::string(), dynamodb::Presence::Required});
  return Shape::structure(
      "BatchRequest",
      {queue_url_field(), {"Entries", Shape::list_of(Shape::structure(entry, std::move(fields)))}});
}

std::string run_batch(const Request& request, std::string_view entry,
                      const std::function<ordered_json(const Request&)>& handle) {
  const auto entries = request.member("Entries");
  if (!entries) {
    throw sqs_error::empty_batch(entry);
  }
  check_entries(*entries, entry);
  ordered_json answer;
  for (const dynamodb::JsonValue json : entries->elements()) {
    const Request one(json);
    ordered_json result = {{"Id", one.required("Id").as_string()}};
    try {
      result.update(handle(one));
      answer["Successful"].push_back(std::move(result));
    } catch (const services::ServiceError& error) {
      result.update({{"SenderFault", true}, {"Code", error.code()}, {"Message", error.message()}});
      answer["Failed"].push_back(std::move(result));
    }
  }
  return answer.dump();
}

}  // namespace tombola::operations::sqs

#include "triggers/service_destination.h"

#include "services/random_id.h"
#include "triggers/failure_record.h"

namespace tombola::triggers {

bool ServiceDestination::receives(std::string_view destination_arn) const {
  return destinations_.receives(destination_arn);
}

void ServiceDestination::send(FailureReport report, Done done) {
  services::Delivery delivery{report.destination_arn, report.record_json, ""};
  if (services::Destinations::is_bucket(report.destination_arn)) {
    if (!report.event_json.empty()) {
      delivery.body = failure_object_json(report.record_json, report.event_json);
    }
    delivery.object_key = failure_object_key(
        {report.mapping_uuid, report.shard_id, report.time_ms, services::random_uuid()});
  }
  done(destinations_.deliver(delivery));
}

}  // namespace tombola::triggers

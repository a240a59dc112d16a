// The failure destinations that are here: queues, topics and buckets (services/destinations.h).
// They get the record as AWS sends it, a bucket with the event that failed. Thread-safe.
#pragma once

#include "services/destinations.h"
#include "triggers/failure_destination.h"

namespace tombola::triggers {

class ServiceDestination : public FailureDestination {
 public:
  explicit ServiceDestination(services::Services& services) : destinations_(services) {}

  bool receives(std::string_view destination_arn) const override;
  void send(FailureReport report, Done done) override;

 private:
  services::Destinations destinations_;
};

}  // namespace tombola::triggers

// A failure destination for tests: keeps what it gets, or refuses it.
#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "triggers/failure_destination.h"

namespace tombola::triggers::testing {

inline constexpr const char* failures_arn = "arn:aws:sqs:eu-west-2:000000000000:failures";

class ScriptedDestination : public FailureDestination {
 public:
  explicit ScriptedDestination(std::string arn = failures_arn) : arn_(std::move(arn)) {}

  bool receives(std::string_view destination_arn) const override { return destination_arn == arn_; }

  void send(FailureReport report, Done done) override {
    std::optional<std::string> problem;
    {
      const std::lock_guard lock(mutex_);
      problem = problem_;
      if (!problem) {
        reports_.push_back(std::move(report));
      }
    }
    done(problem);
  }

  // From now on every report meets this problem; none: it arrives.
  void refuse(std::optional<std::string> problem) {
    const std::lock_guard lock(mutex_);
    problem_ = std::move(problem);
  }

  std::vector<FailureReport> reports() const {
    const std::lock_guard lock(mutex_);
    return reports_;
  }

 private:
  const std::string arn_;
  mutable std::mutex mutex_;
  std::optional<std::string> problem_;
  std::vector<FailureReport> reports_;
};

}  // namespace tombola::triggers::testing

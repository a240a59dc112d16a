#include "triggers/runtimes/invocation_log.h"

#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "dynamodb/limits.h"
#include "storage/clock.h"
#include "triggers/runtimes/identifiers.h"

namespace tombola::triggers {

namespace {

std::string status_text(const InvocationLog::Failure& failure) {
  return failure.is_timeout ? "Status: timeout"
                            : fmt::format("Status: error\tError Type: {}", failure.error_type);
}

}  // namespace

InvocationLog::InvocationLog(const Function& function, LogSink& sink)
    : function_(function),
      sink_(sink),
      group_(function.log_group()),
      stream_(new_log_stream(storage::ProcessClock().now_ms(), function.version)) {}

void InvocationLog::start(std::string_view request_id) {
  if (std::exchange(has_served_, true)) tail_.clear();
  write(fmt::format("START RequestId: {} Version: {}", request_id, function_.version));
}

void InvocationLog::write(std::string_view line) {
  sink_.write({function_.name, stream_, storage::ProcessClock().now_ms(), line, group_,
               function_.name_space});
  tail_.append(line);
  tail_ += '\n';
  if (tail_.size() > 2 * limits::log_tail_bytes_max) {
    tail_.erase(0, tail_.size() - limits::log_tail_bytes_max);
  }
}

void InvocationLog::init_failed(double init_ms, const Failure& failure) {
  write(fmt::format("INIT_REPORT Init Duration: {:.2f} ms\tPhase: init\t{}", init_ms,
                    status_text(failure)));
}

// The time of a cold start is billed, too, since August 2025.
std::string InvocationLog::end(const Report& report) {
  write(fmt::format("END RequestId: {}", report.request_id));
  std::string line = fmt::format(
      "REPORT RequestId: {}\tDuration: {:.2f} ms\tBilled Duration: {:.0f} ms\tMemory Size: {} MB\t"
      "Max Memory Used: {} MB\t",
      report.request_id, report.duration_ms,
      std::ceil(report.duration_ms + report.init_ms.value_or(0)), function_.memory_mb,
      report.memory_mb_max);
  if (report.init_ms) line += fmt::format("Init Duration: {:.2f} ms\t", *report.init_ms);
  if (report.failure) line += status_text(*report.failure);
  write(line);
  if (tail_.size() > limits::log_tail_bytes_max) {
    tail_.erase(0, tail_.size() - limits::log_tail_bytes_max);
  }
  return std::exchange(tail_, {});
}

}  // namespace tombola::triggers

#include "triggers/runtimes/invocation_log.h"

#include <cmath>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "dynamodb/limits.h"
#include "storage/clock.h"
#include "triggers/runtimes/identifiers.h"

namespace tombola::triggers {

namespace {

using nlohmann::ordered_json;

std::string status_text(const InvocationLog::Failure& failure) {
  return failure.is_timeout ? "Status: timeout"
                            : fmt::format("Status: error\tError Type: {}", failure.error_type);
}

// The time of a cold start is billed, too, since August 2025.
double billed_ms(const InvocationLog::Report& report) {
  return std::ceil(report.duration_ms + report.init_ms.value_or(0));
}

// The records of the JSON format, as the Telemetry API has them.
std::string start_record(std::string_view request_id, const Function& function) {
  return ordered_json{
      {"requestId", request_id}, {"functionArn", function.arn()}, {"version", function.version}}
      .dump();
}

void add_status(ordered_json& record, const InvocationLog::Failure& failure) {
  record["status"] = failure.is_timeout ? "timeout" : "error";
  if (!failure.is_timeout) record["errorType"] = failure.error_type;
}

double to_microseconds(double milliseconds) {
  return std::round(milliseconds * 1000) / 1000;
}

std::string init_record(double init_ms, const InvocationLog::Failure& failure) {
  ordered_json record = {{"initializationType", "on-demand"}, {"phase", "init"}};
  add_status(record, failure);
  record["metrics"] = {{"durationMs", to_microseconds(init_ms)}};
  return record.dump();
}

std::string report_record(const InvocationLog::Report& report, const Function& function) {
  ordered_json metrics = {{"durationMs", to_microseconds(report.duration_ms)},
                          {"billedDurationMs", static_cast<std::int64_t>(billed_ms(report))},
                          {"memorySizeMB", function.memory_mb},
                          {"maxMemoryUsedMB", report.memory_mb_max}};
  if (report.init_ms) metrics["initDurationMs"] = to_microseconds(*report.init_ms);
  ordered_json record = {
      {"requestId", report.request_id}, {"metrics", metrics}, {"status", "success"}};
  if (report.failure) add_status(record, *report.failure);
  return record.dump();
}

// At WARN only what goes wrong is told.
bool tells_all(const Function& function) {
  return function.log_format.system_level != "WARN";
}

}  // namespace

InvocationLog::InvocationLog(const Function& function, LogSink& sink)
    : function_(function),
      sink_(sink),
      group_(function.log_group()),
      stream_(new_log_stream(storage::ProcessClock().now_ms(), function.version)) {}

void InvocationLog::start(std::string_view request_id) {
  if (std::exchange(has_served_, true)) tail_.clear();
  if (function_.log_format.is_json) {
    if (tells_all(function_)) write_event("platform.start", start_record(request_id, function_));
    return;
  }
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
  if (function_.log_format.is_json) {
    write_event("platform.initReport", init_record(init_ms, failure));
    return;
  }
  write(fmt::format("INIT_REPORT Init Duration: {:.2f} ms\tPhase: init\t{}", init_ms,
                    status_text(failure)));
}

std::string InvocationLog::end(const Report& report) {
  if (function_.log_format.is_json) {
    if (tells_all(function_) || report.failure) {
      write_event("platform.report", report_record(report, function_));
    }
  } else {
    write_report(report);
  }
  if (tail_.size() > limits::log_tail_bytes_max) {
    tail_.erase(0, tail_.size() - limits::log_tail_bytes_max);
  }
  return std::exchange(tail_, {});
}

void InvocationLog::write_event(std::string_view type, std::string_view record) {
  write(fmt::format(R"({{"time":"{}","type":"{}","record":{}}})",
                    iso_time(storage::ProcessClock().now_ms()), type, record));
}

void InvocationLog::write_report(const Report& report) {
  write(fmt::format("END RequestId: {}", report.request_id));
  std::string line = fmt::format(
      "REPORT RequestId: {}\tDuration: {:.2f} ms\tBilled Duration: {:.0f} ms\tMemory Size: {} MB\t"
      "Max Memory Used: {} MB\t",
      report.request_id, report.duration_ms, billed_ms(report), function_.memory_mb,
      report.memory_mb_max);
  if (report.init_ms) line += fmt::format("Init Duration: {:.2f} ms\t", *report.init_ms);
  if (report.failure) line += status_text(*report.failure);
  write(line);
}

}  // namespace tombola::triggers

// Texts and rules: observed on AWS (us-west-2, October 2026).
#include "dynamodb/validation/throughput_rules.h"

#include <algorithm>

#include <fmt/format.h>

#include "dynamodb/api_error.h"
#include "dynamodb/limits.h"

namespace tombola::dynamodb {
namespace {

constexpr std::string_view on_demand_initially =
    "initial throughput for OnDemand. See: "
    "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/"
    "on-demand-capacity-mode.html#on-demand-capacity-mode-initial";

[[noreturn]] void refuse(std::string_view sentence) {
  throw ApiError::validation(
      std::string("One or more parameter values were invalid: ").append(sentence));
}

bool same_day(std::int64_t left_ms, std::int64_t right_ms) {
  return left_ms / limits::day_ms == right_ms / limits::day_ms;
}

struct Date {
  std::int64_t year;
  int month;  // 1 to 12
  int day;
};

// Of a day counted from 1970-01-01, in the Gregorian calendar: years are counted from March, so
// that a leap day is the last of its year, in cycles of 400 years.
Date date_of(std::int64_t days) {
  constexpr std::int64_t cycle_days = 146'097;
  constexpr std::int64_t from_march_of_year_0 = 719'468;
  const std::int64_t day = days + from_march_of_year_0;
  const std::int64_t in_cycle = day % cycle_days;
  const std::int64_t year =
      (in_cycle - in_cycle / 1460 + in_cycle / 36'524 - in_cycle / (cycle_days - 1)) / 365;
  const auto in_year = static_cast<int>(in_cycle - (365 * year + year / 4 - year / 100));
  const int month = (5 * in_year + 2) / 153;  // 0 is March
  return {day / cycle_days * 400 + year + (month >= 10 ? 1 : 0), month < 10 ? month + 3 : month - 9,
          in_year - (153 * month + 2) / 5 + 1};
}

// Friday, January 2, 2026 at 3:04:05 AM Coordinated Universal Time
std::string long_time(std::int64_t time_ms) {
  static constexpr std::string_view weekdays[] = {"Thursday", "Friday",  "Saturday", "Sunday",
                                                  "Monday",   "Tuesday", "Wednesday"};
  static constexpr std::string_view months[] = {"January",   "February", "March",    "April",
                                                "May",       "June",     "July",     "August",
                                                "September", "October",  "November", "December"};
  const std::int64_t days = time_ms / limits::day_ms;
  const auto seconds = static_cast<int>(time_ms % limits::day_ms / 1000);
  const Date date = date_of(days);
  const int hour = seconds / 3600;
  return fmt::format("{}, {} {}, {} at {}:{:02}:{:02} {} Coordinated Universal Time",
                     weekdays[days % 7], months[date.month - 1], date.day, date.year,
                     hour % 12 == 0 ? 12 : hour % 12, seconds / 60 % 60, seconds % 60,
                     hour < 12 ? "AM" : "PM");
}

void count_decrease(ThroughputHistory& history, std::int64_t now_ms) {
  const std::int64_t last_ms = history.last_decrease_ms.value_or(0);
  const bool today = history.last_decrease_ms && same_day(last_ms, now_ms);
  const std::int64_t next_ms = last_ms + limits::throughput_decrease_interval_ms;
  const std::int64_t midnight_ms = (last_ms / limits::day_ms + 1) * limits::day_ms;
  if (today && history.decreases >= limits::throughput_decreases_at_will && now_ms < next_ms) {
    throw ApiError::limit_exceeded(fmt::format(
        "Subscriber limit exceeded: Provisioned throughput decreases are limited within a given "
        "UTC day. After the first {} decreases, each subsequent decrease in the same UTC day can "
        "be performed at most once every {} seconds. Number of decreases today: {}. Last decrease "
        "at {}. Next decrease can be made at {}.",
        limits::throughput_decreases_at_will, limits::throughput_decrease_interval_ms / 1000,
        history.decreases, long_time(last_ms), long_time(std::min(next_ms, midnight_ms))));
  }
  history.decreases = today ? history.decreases + 1 : 1;
  history.last_decrease_ms = now_ms;
}

// MaxReadRequestUnits or MaxWriteRequestUnits.
void set_bound(std::optional<std::int64_t>& bound, std::optional<std::int64_t> wanted,
               std::string_view member, const ThroughputTarget& target, bool updating) {
  if (!wanted) {
    return;
  }
  if (updating && *wanted == no_bound) {
    bound.reset();
  } else if (*wanted < 1) {
    refuse(fmt::format("Requested {} for OnDemandThroughput for {} is outside of valid range",
                       member, target.index.empty() ? "table" : "index : " + target.index));
  } else {
    bound = *wanted;
  }
}

std::string subject_of(const ThroughputTarget& target) {
  return target.index.empty() ? "table" : "index " + target.index;
}

// ReadUnitsPerSecond or WriteUnitsPerSecond.
void set_warm(std::int64_t& units, std::optional<std::int64_t> wanted, std::string_view member,
              const ThroughputTarget& target, std::string_view too_low) {
  if (!wanted) {
    return;
  }
  if (*wanted < units) {
    refuse(fmt::format("Requested {} for WarmThroughput for {} is lower than {}", member,
                       subject_of(target), too_low));
  }
  units = *wanted;
}

}  // namespace

ThroughputTarget::ThroughputTarget(TableDefinition& table)
    : provisioned(table.throughput),
      history(table.throughput_history),
      on_demand(table.on_demand),
      warm(table.warm) {}

ThroughputTarget::ThroughputTarget(IndexDefinition& definition)
    : index(definition.name),
      provisioned(definition.throughput),
      history(definition.throughput_history),
      on_demand(definition.on_demand),
      warm(definition.warm) {}

void change_provisioned(const ThroughputTarget& target, const ProvisionedThroughput& wanted,
                        std::int64_t now_ms) {
  const ProvisionedThroughput before = target.provisioned;
  if (wanted.read_capacity_units < before.read_capacity_units ||
      wanted.write_capacity_units < before.write_capacity_units) {
    count_decrease(target.history, now_ms);
  }
  if (wanted.read_capacity_units > before.read_capacity_units ||
      wanted.write_capacity_units > before.write_capacity_units) {
    target.history.last_increase_ms = now_ms;
  }
  target.provisioned = wanted;
}

void change_on_demand(const ThroughputTarget& target, const UnitsRequest& wanted, BillingMode mode,
                      bool updating) {
  if (!wanted.empty() && mode == BillingMode::Provisioned) {
    const std::string index =
        target.index.empty() ? "" : (updating ? " for index : " : " for index: ") + target.index;
    refuse(fmt::format(
        "{} for OnDemandThroughput{} cannot be specified when {}table BillingMode is PROVISIONED{}",
        wanted.read ? "MaxReadRequestUnits" : "MaxWriteRequestUnits", index, updating ? "the " : "",
        updating ? "" : "."));
  }
  set_bound(target.on_demand.max_read_units, wanted.read, "MaxReadRequestUnits", target, updating);
  set_bound(target.on_demand.max_write_units, wanted.write, "MaxWriteRequestUnits", target,
            updating);
}

void begin_warm(const ThroughputTarget& target, const UnitsRequest& wanted, BillingMode mode) {
  raise_warm(target, mode);
  const bool on_demand = mode == BillingMode::PayPerRequest;
  set_warm(target.warm.read_units, wanted.read, "ReadUnitsPerSecond", target,
           on_demand ? on_demand_initially : "ReadCapacityUnits of ProvisionedThroughput");
  set_warm(target.warm.write_units, wanted.write, "WriteUnitsPerSecond", target,
           on_demand ? on_demand_initially : "WriteCapacityUnits of ProvisionedThroughput");
}

void change_warm(const ThroughputTarget& target, const UnitsRequest& wanted) {
  constexpr std::string_view too_low =
      "current WarmThroughput, decreasing WarmThroughput is not supported";
  set_warm(target.warm.read_units, wanted.read, "ReadUnitsPerSecond", target, too_low);
  set_warm(target.warm.write_units, wanted.write, "WriteUnitsPerSecond", target, too_low);
}

void raise_warm(const ThroughputTarget& target, BillingMode mode) {
  const bool on_demand = mode == BillingMode::PayPerRequest;
  target.warm.read_units =
      std::max(target.warm.read_units,
               on_demand ? limits::on_demand_read_units : target.provisioned.read_capacity_units);
  target.warm.write_units =
      std::max(target.warm.write_units,
               on_demand ? limits::on_demand_write_units : target.provisioned.write_capacity_units);
}

namespace {

// The units that a table or an index has, by the names of the members that set them.
struct Units {
  std::int64_t provisioned = 0;
  std::int64_t on_demand = 0;  // 0: no bound
  std::int64_t warm = 0;
};

template <typename Definition>
Units reads_of(const Definition& definition) {
  return {definition.throughput.read_capacity_units,
          definition.on_demand.max_read_units.value_or(0), definition.warm.read_units};
}

template <typename Definition>
Units writes_of(const Definition& definition) {
  return {definition.throughput.write_capacity_units,
          definition.on_demand.max_write_units.value_or(0), definition.warm.write_units};
}

// Where units belong to, as AWS words it. `kind`: Read, Write; `index`: empty for the table.
struct Owner {
  std::string_view kind;
  std::string_view index;
  std::string_view region;
};

bool exceeds(std::int64_t units, std::int64_t before) {
  return units > limits::table_capacity_units_max && units > before;
}

void check_quotas(const Units& wanted, const Units& before, const Owner& owner) {
  const std::string_view scope = owner.index.empty() ? "table" : "index";
  if (exceeds(wanted.provisioned, before.provisioned)) {
    throw ApiError::limit_exceeded(fmt::format(
        "The requested {}CapacityUnits{}, {}, is above the per {} maximum for the account in {}. "
        "Per {} maximum: {}. Refer to the Amazon DynamoDB Developer Guide for current limits and "
        "how to request higher limits.",
        owner.kind, owner.index.empty() ? "" : fmt::format(" for index {}", owner.index),
        wanted.provisioned, scope, owner.region, scope, limits::table_capacity_units_max));
  }
  const auto refuse_setting = [&](std::string_view setting, std::string_view subject) {
    throw ApiError::limit_exceeded(fmt::format(
        "Subscriber limit exceeded: Requested {} for {} exceeds TableMax{}CapacityUnits of the "
        "account in region {}",
        setting, subject, owner.kind, owner.region));
  };
  if (exceeds(wanted.on_demand, before.on_demand)) {
    refuse_setting(fmt::format("Max{}RequestUnits for OnDemandThroughput", owner.kind),
                   owner.index.empty() ? "table" : fmt::format("index : {}", owner.index));
  }
  if (exceeds(wanted.warm, before.warm)) {
    refuse_setting(fmt::format("{}UnitsPerSecond for WarmThroughput", owner.kind),
                   owner.index.empty() ? "table" : fmt::format("index {}", owner.index));
  }
}

template <typename Definition>
void check_quotas_of(const Definition& definition, const Definition* before, std::string_view index,
                     std::string_view region) {
  check_quotas(reads_of(definition), before ? reads_of(*before) : Units{}, {"Read", index, region});
  check_quotas(writes_of(definition), before ? writes_of(*before) : Units{},
               {"Write", index, region});
}

}  // namespace

void check_account_quotas(const TableDefinition& table, const TableDefinition* before) {
  const std::string_view region = table.name_space.region;
  check_quotas_of(table, before, "", region);
  for (const IndexDefinition& index : table.indexes) {
    check_quotas_of(index, before ? before->find_index(index.name) : nullptr, index.name, region);
  }
}

}  // namespace tombola::dynamodb

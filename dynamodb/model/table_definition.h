// What a table is: an immutable snapshot, shared as std::shared_ptr<const TableDefinition>. Each
// incarnation of a table has its own id, so that a table created anew under an old name shares
// nothing with its predecessor.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "dynamodb/model/attribute_value.h"

namespace tombola::dynamodb {

using TableId = std::uint64_t;
using StreamId = std::uint64_t;

// Whose table it is. One shared namespace by default; part of every catalog key and ARN.
struct Namespace {
  std::string account = "000000000000";
  std::string region = "us-east-1";
  bool operator==(const Namespace&) const = default;
};

struct KeyElement {
  std::string name;
  AttributeType type = AttributeType::S;  // S, N or B
  bool operator==(const KeyElement&) const = default;
};

enum class StreamViewType { KeysOnly, NewImage, OldImage, NewAndOldImages };
std::string_view to_string(StreamViewType type);
std::optional<StreamViewType> stream_view_type_from(std::string_view text);

// One incarnation of a stream. Enabling a stream anew makes a new one.
struct StreamDescriptor {
  StreamId id = 0;
  std::string label;  // 2026-01-02T03:04:05.678
  StreamViewType view_type = StreamViewType::NewAndOldImages;
  std::int64_t created_ms = 0;
  std::optional<std::int64_t> disabled_ms;  // readable for 24 h after
  // Until when it shows that it is being enabled or disabled; in the past, mostly.
  std::int64_t settles_ms = 0;
};

enum class BillingMode { Provisioned, PayPerRequest };
std::string_view to_string(BillingMode mode);

struct ProvisionedThroughput {
  std::int64_t read_capacity_units = 0;
  std::int64_t write_capacity_units = 0;
  bool operator==(const ProvisionedThroughput&) const = default;
};

// When provisioned throughput was raised and lowered: what its description tells beside the units.
struct ThroughputHistory {
  std::optional<std::int64_t> last_increase_ms;
  std::optional<std::int64_t> last_decrease_ms;
  std::int64_t decreases = 0;  // on the day of the last one, UTC
};

// Bounds of an on-demand table or index, in request units; none: there is no bound.
struct OnDemandThroughput {
  std::optional<std::int64_t> max_read_units;
  std::optional<std::int64_t> max_write_units;
  bool operator==(const OnDemandThroughput&) const = default;
};

// What a table or index could take at once, in units per second. It never falls.
struct WarmThroughput {
  std::int64_t read_units = 0;
  std::int64_t write_units = 0;
  bool operator==(const WarmThroughput&) const = default;
};

enum class ProjectionType { KeysOnly, Include, All };
std::string_view to_string(ProjectionType type);

using IndexId = std::uint32_t;

// A secondary index. A local one has the table's HASH attribute and one RANGE attribute; a global
// one up to four of each.
struct IndexDefinition {
  IndexId id = 0;  // of this table, never given twice
  std::string name;
  bool is_global = true;
  std::vector<KeyElement> hash;
  std::vector<KeyElement> range;
  ProjectionType projection = ProjectionType::All;
  std::vector<std::string> non_key_attributes;  // Include only
  // Global only.
  ProvisionedThroughput throughput;
  ThroughputHistory throughput_history;
  OnDemandThroughput on_demand;
  WarmThroughput warm;
};

// A change that takes its time (--table-delay). It is done from the start, as far as items are
// concerned; until it is over it shows, and keeps others out (table_state.h, table_admission.h).
struct TableChange {
  enum class Kind {
    Creation,
    Throughput,
    Billing,
    Stream,
    TableClass,
    Encryption,
    WarmThroughput,
    TimeToLive,
    IndexCreation,
    IndexUpdate,
    IndexDeletion,
  };
  Kind kind = Kind::Creation;
  std::int64_t until_ms = 0;  // by the service clock
  std::string index = {};     // of which index it is

  // What shows until then.
  struct Before {
    ProvisionedThroughput throughput;
    ThroughputHistory throughput_history;
    WarmThroughput warm;
  };
  std::optional<Before> before = {};  // Throughput, Billing, WarmThroughput, IndexUpdate
  std::string text = {};  // the former class or key; the attribute of a time to live that goes
  std::optional<IndexDefinition> deleted_index = {};
  // IndexCreation: the table is busy until then, and from then on the index is filled.
  std::int64_t backfilling_from_ms = 0;
};
std::string_view to_string(TableChange::Kind kind);

// Time to live, while it is on. Turning it on anew makes another index.
struct TimeToLive {
  std::string attribute;
  IndexId index = 0;  // of the expiry index (storage/time_to_live.h), one of the table's ids
};

// Point-in-time recovery, while it is on.
struct PointInTimeRecovery {
  std::int64_t enabled_ms = 0;
  std::int64_t period_days = 35;
};

struct TableDefinition {
  TableId id = 0;
  std::string uuid;  // DescribeTable's TableId
  Namespace name_space;
  std::string name;
  KeyElement hash_key;
  std::optional<KeyElement> range_key;
  std::int64_t created_ms = 0;
  BillingMode billing_mode = BillingMode::Provisioned;
  std::optional<std::int64_t> on_demand_since_ms;  // BillingModeSummary
  ProvisionedThroughput throughput;
  ThroughputHistory throughput_history;
  OnDemandThroughput on_demand;
  WarmThroughput warm;
  bool deletion_protection = false;
  std::string table_class;  // empty: none was asked for
  std::optional<std::int64_t> table_class_changed_ms;
  std::string kms_key_arn;                 // empty: AWS's own key
  std::optional<StreamDescriptor> stream;  // the latest, enabled or not
  std::optional<TimeToLive> time_to_live;
  std::optional<PointInTimeRecovery> point_in_time_recovery;
  std::vector<KeyElement> attribute_definitions;
  std::vector<IndexDefinition> indexes;
  IndexId next_index_id = 1;
  std::vector<TableChange> changes;  // empty for nearly every table

  bool stream_enabled() const { return stream && !stream->disabled_ms; }
  // Null when there is none of that name.
  const IndexDefinition* find_index(std::string_view index_name) const;
  std::string arn() const;
  std::string index_arn(const IndexDefinition& index) const;
  std::string stream_arn() const;  // requires a stream
};

}  // namespace tombola::dynamodb

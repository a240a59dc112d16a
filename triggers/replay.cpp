#include "triggers/replay.h"

#include <exception>
#include <memory>
#include <utility>

#include <fmt/format.h>

#include "streams/shard.h"
#include "triggers/lane_reader.h"
#include "triggers/runtimes/identifiers.h"

namespace tombola::triggers {
namespace {

// Too old or not: who asks for records gets them.
EventSourceMapping without_bounds(EventSourceMapping mapping) {
  mapping.maximum_record_age_in_seconds = -1;
  return mapping;
}

class Replay : public std::enable_shared_from_this<Replay> {
 public:
  Replay(const ReplayParts& parts, ReplayRequest request, std::function<void(ReplayOutcome)> done)
      : parts_(parts),
        request_(std::move(request)),
        mapping_(without_bounds(request_.mapping)),
        filter_(mapping_.filter_patterns),
        done_(std::move(done)) {}

  void start() {
    work([this] {
      find_shards();
      next_batch();
    });
  }

 private:
  template <typename Step>
  void work(Step step) {
    parts_.workers.post([self = shared_from_this(), step] {
      try {
        step();
      } catch (const std::exception& error) {
        self->end(error.what());
      }
    });
  }

  // Those of the incarnation that has the first record.
  void find_shards() {
    parts_.transactions.read([this](storage::Transaction& transaction) {
      for (const storage::StreamEntry& stream :
           parts_.catalog.streams(transaction, mapping_.name_space, mapping_.table)) {
        std::vector<streams::Shard> shards =
            streams::list_shards(transaction, stream, parts_.service_clock.now_ms()).shards;
        const bool wanted =
            mapping_.event_source_arn.empty() || stream.arn() == mapping_.event_source_arn;
        const bool newer = !stream_ || stream.descriptor.id > stream_->descriptor.id;
        if (wanted && newer && !shards.empty() &&
            shards.front().start_number <= request_.from_number) {
          stream_ = stream;
          shards_ = std::move(shards);
        }
      }
    });
    at_number_ = request_.from_number - 1;
    if (!request_.shard_id.empty()) {
      std::erase_if(shards_, [this](const auto& shard) { return shard.id != request_.shard_id; });
    }
  }

  void next_batch() {
    if (!stream_) {
      return end(fmt::format("no stream of table {} has a record {}", mapping_.table,
                             streams::sequence_number_text(request_.from_number)));
    }
    const LaneContext context{parts_.transactions, mapping_, filter_, *stream_};
    for (; shard_ < shards_.size(); ++shard_, at_number_ = request_.from_number - 1) {
      LaneReading reading{EventBatch(*stream_, static_cast<std::size_t>(mapping_.batch_size)),
                          at_number_, 0, ExpiredRecords(), std::nullopt};
      const ReadBounds bounds{request_.to_number, false, parts_.service_clock.now_ms()};
      while (read_on(context, shards_[shard_], LaneSlice(), bounds, reading) ==
             ReadStop::TurnOver) {
      }
      if (reading.batch.empty()) {
        continue;
      }
      if (outcome_.request_ids.size() == request_.batches_max) {
        leave_off_before(reading.batch.numbers().front());
        return end({});
      }
      at_number_ = reading.batch.numbers().back();
      return invoke(reading.batch);
    }
    end({});
  }

  void leave_off_before(std::uint64_t number) {
    outcome_.next.push_back({shards_[shard_].id, number});
    for (std::size_t later = shard_ + 1; later < shards_.size(); ++later) {
      outcome_.next.push_back({shards_[later].id, request_.from_number});
    }
  }

  void invoke(EventBatch& batch) {
    const std::string name = parts_.functions.name_of(mapping_.name_space, mapping_.function_name,
                                                      mapping_.function_qualifier);
    const auto function = parts_.functions.find(name);
    if (!function) {
      return end(fmt::format("there is no function {}", name));
    }
    Invocation invocation;
    invocation.request_id = new_request_id();
    invocation.function_arn = mapping_.function_arn();
    invocation.cause = {InvocationCause::Source::Replay, 1, mapping_.uuid, shards_[shard_].id,
                        batch.numbers()};
    invocation.event_json = batch.take_event_json();
    outcome_.request_ids.push_back(invocation.request_id);
    function->runtime->invoke(std::move(invocation),
                              [self = shared_from_this()](const InvokeResult&) {
                                self->work([self] { self->next_batch(); });
                              });
  }

  void end(std::string problem) {
    outcome_.problem = std::move(problem);
    done_(std::move(outcome_));
  }

  const ReplayParts parts_;
  const ReplayRequest request_;
  const EventSourceMapping mapping_;
  const EventFilter filter_;
  const std::function<void(ReplayOutcome)> done_;
  std::optional<storage::StreamEntry> stream_;
  std::vector<streams::Shard> shards_;
  std::size_t shard_ = 0;
  std::uint64_t at_number_ = 0;  // everything up to here has been delivered
  ReplayOutcome outcome_;
};

}  // namespace

void replay(const ReplayParts& parts, ReplayRequest request,
            std::function<void(ReplayOutcome)> done) {
  std::make_shared<Replay>(parts, std::move(request), std::move(done))->start();
}

}  // namespace tombola::triggers

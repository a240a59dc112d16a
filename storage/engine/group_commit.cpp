// Why this is right, race by race. "The leader" is whoever runs commit(); there is one at a time.
//
// Two updates of a key. get_for_update takes the key's lock and then reads the newest value; the
// lock is let go only after the write is visible. So the next holder reads it.
//
// A put that nobody read before. It takes the key's lock too, in Transaction::commit before it
// queues; so it cannot slip in between another's get_for_update and commit. Locks are never awaited
// inside the queue, so the queue always moves on and every wait for a lock ends.
//
// A key held for share, against a change of it. A share remembers the key's version and then reads
// the newest value; the leader raises the version, makes a write visible, and raises it again. Hence
//   version read before the second raise, value old or new  -> the versions differ at commit:
//                                            Conflict (once in a while a needless one);
//   version read after the second raise                     -> the value read is the new one.
// The comparison happens in the leader before anything of the group is written. Within one group
// requests count as run in their order: a share that comes after a write of its key in the same
// group would have seen an old value, and finds the version raised once; one that comes before is
// fine. The entry stays pinned from share to commit, so a version cannot start from 0 unseen.
//
// A kept value. It was read after its version, which is even, so nobody was writing; and before
// `since`, the store's sequence number, was asked for, at which the version was still the same. So
// whoever finds the version unchanged knows that no write of the key became visible since: a
// snapshot that it took before it looked, at `since` or later, holds just that value.
//
// Numbers. Only the leader gives them, ascending, and a group becomes visible as a whole before the
// next one gets any. So the visible numbers are always all numbers up to some point, and nobody who
// has read up to one can later see a smaller one. A failed group's numbers are left out for good:
// its bytes may have reached the write-ahead log.
//
// Durability. RocksDB makes a batch visible after its write-ahead log is written, so no reader sees
// what would not survive the process. The log is one sequence: when it is synced up to what was
// visible at some moment, all that anybody has read or written by then survives the machine
// (wal_sync.h). Locks need not be held until then: who builds on a write is synced with it or after.
#include "storage/engine/group_commit.h"

#include <algorithm>
#include <exception>

#include "storage/engine/counter_encoding.h"
#include "storage/engine/engine_limits.h"

namespace tombola::storage {

void GroupCommit::commit(const std::vector<CommitRequest*>& group) {
  try {
    write(group);
  } catch (const std::exception& error) {
    log_.abandoned();
    counters_.forget_all();
    for (CommitRequest* request : group) {
      if (request->outcome == CommitOutcome::Conflict) continue;
      request->outcome = CommitOutcome::Failed;
      request->error = error.what();
    }
  }
  for (CommitRequest* request : group) {
    if (request->held == nullptr) continue;
    // After a failure as well: a needless Conflict is better than a missed one.
    if (request->outcome != CommitOutcome::Conflict) {
      for (LockTable::Entry* entry : request->held->written()) entry->end_write();
    }
    request->held->release_locks();
  }
}

void GroupCommit::write(const std::vector<CommitRequest*>& group) {
  // An empty batch keeps its buffer; one that was large once must not stay so.
  if (batch_.GetDataSize() > engine_limits::group_bytes_max) batch_ = rocksdb::WriteBatch();
  batch_.Clear();
  log_.begin(batch_);
  counters_.begin_group();
  for (CommitRequest* request : group) {
    if (request->work) {
      request->work(batch_);
      counters_.forget_all();
    } else if (still_valid(*request->held)) {
      add_to_batch(*request);
    } else {
      request->outcome = CommitOutcome::Conflict;
    }
  }
  if (batch_.Count() == 0) return;
  log_.seal();
  store_.write(batch_);
  log_.written();
}

bool GroupCommit::still_valid(const HeldKeys& held) const {
  return std::all_of(held.shares().begin(), held.shares().end(),
                     [&](const auto& share) { return share.entry->version == share.version; });
}

void GroupCommit::add_to_batch(CommitRequest& request) {
  for (LockTable::Entry* entry : request.held->written()) entry->begin_write();

  for (const auto& [key, write] : request.writes->writes()) {
    rocksdb::Status status;
    switch (write.kind) {
      case Write::Kind::Put:
        status = batch_.Put(store_.rows(), slice(key), write.value);
        counters_.overwrite(key, write.value);
        break;
      case Write::Kind::Erase:
        status = batch_.Delete(store_.rows(), slice(key));
        counters_.overwrite(key, std::nullopt);
        break;
      case Write::Kind::Add:
        status =
            batch_.Put(store_.rows(), slice(key), encode_counter(counters_.add(key, write.delta)));
        break;
    }
    store_.check(status, "be written");
  }
  // Trims first: they are about records committed before.
  for (const WriteSet::Trim& trim : request.writes->trims()) log_.trim(trim.log, trim.up_to);
  for (const WriteSet::Append& record : request.writes->appends()) {
    const std::uint64_t number = log_.append(record.log, record.bytes);
    if (request.receipt.first_number == 0) request.receipt.first_number = number;
    request.receipt.last_number = number;
    request.receipt.time_ms = log_.time_ms();
  }
}

}  // namespace tombola::storage

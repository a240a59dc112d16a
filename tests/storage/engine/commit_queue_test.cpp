#include "storage/engine/commit_queue.h"

#include <algorithm>
#include <atomic>
#include <thread>

#include "storage/engine/engine_limits.h"
#include "tests/storage/engine/engine_contract.h"

namespace tombola::storage {

namespace {

struct Counted final : QueuedCommit {
  using QueuedCommit::QueuedCommit;
  int handled = 0;
};

}  // namespace

TEST_CASE("each commit is handled once, by one leader at a time", "[commit_queue][memory]") {
  constexpr int threads = 4;
  constexpr int commits_each = 2000;
  int total = 0;  // no atomic: that only one leader runs is what is tested
  const auto handle = [&](const CommitQueue::Group& group) {
    for (QueuedCommit* commit : group) {
      ++static_cast<Counted*>(commit)->handled;
      ++total;
    }
  };
  CommitQueue queue(handle);
  std::atomic<int> wrong = 0;
  run_threads(threads, [&](int) {
    for (int i = 0; i < commits_each; ++i) {
      Counted commit(10, false);
      queue.submit(commit);
      if (commit.handled != 1) ++wrong;
    }
  });
  CHECK(wrong == 0);
  CHECK(total == threads * commits_each);
}

TEST_CASE("a group has bounds, and what runs alone has no company", "[commit_queue][memory]") {
  constexpr std::size_t large = engine_limits::group_bytes_max / 2 + 1;
  struct Kind {
    std::size_t bytes;
    bool alone;
  };
  const std::vector<Kind> kinds = {{1, false},     {1, false},     {0, true},
                                   {large, false}, {large, false}, {1, false}};
  std::atomic<bool> led = false;
  std::vector<std::size_t> sizes;
  CommitQueue queue([&](const CommitQueue::Group& group) {
    sizes.push_back(group.size());
    led = true;
    // The first group lasts until all others wait, so that it is known who comes together.
    while (sizes.size() == 1 && queue.waiting() < kinds.size()) std::this_thread::yield();
  });
  run_threads(1 + static_cast<int>(kinds.size()), [&](int thread) {
    if (thread == 0) {
      Counted first(1, false);
      return queue.submit(first);
    }
    const auto place = static_cast<std::size_t>(thread - 1);
    while (!led || queue.waiting() < place) std::this_thread::yield();
    Counted commit(kinds[place].bytes, kinds[place].alone);
    queue.submit(commit);
  });
  CHECK(sizes == std::vector<std::size_t>{1, 2, 1, 1, 2});
}

TEST_CASE("a leader writes a few groups before it hands on the lead", "[commit_queue][memory]") {
  const bool alone = GENERATE(false, true);  // what comes after the first group
  constexpr std::size_t followers = engine_limits::groups_led_max + 1;
  constexpr std::size_t a_group_of_its_own = engine_limits::group_bytes_max / 2 + 1;
  std::atomic<bool> led = false;
  std::vector<std::thread::id> leaders;
  CommitQueue queue([&](const CommitQueue::Group& group) {
    for (std::size_t i = 0; i < group.size(); ++i) {
      leaders.push_back(std::this_thread::get_id());
    }
    led = true;
    while (leaders.size() == 1 && queue.waiting() < followers) std::this_thread::yield();
  });
  run_threads(1 + static_cast<int>(followers), [&](int thread) {
    while (thread != 0 && !led) std::this_thread::yield();
    Counted commit(a_group_of_its_own, thread != 0 && alone);
    queue.submit(commit);
  });
  REQUIRE(leaders.size() == 1 + followers);
  CHECK(std::count(leaders.begin(), leaders.end(), leaders.front()) ==
        (alone ? 1 : engine_limits::groups_led_max));
}

}  // namespace tombola::storage

// The keys of those who issue tokens: fetched from the issuer's discovery document and key set when they
// are first wanted, kept for a while. Issuers may be on loopback, http as well. Thread-safe.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include <nlohmann/json.hpp>

#include "http/event_loop.h"
#include "http/fetch.h"

namespace tombola::server {

class KeySets {
 public:
  explicit KeySets(http::EventLoop& loop) : loop_(loop) {}

  using KeySet = std::shared_ptr<const nlohmann::ordered_json>;
  // Null: it could not be had, and `problem` tells why.
  using Done = std::function<void(KeySet keys, const std::string& problem)>;
  // `anew`: what is kept does not have the key that a token names. `done` is called at once when the
  // keys are kept, otherwise on the loop.
  void find(const std::string& issuer, bool anew, std::int64_t now_ms, Done done);

 private:
  struct Kept {
    KeySet keys;
    std::int64_t fetched_ms = 0;
  };
  struct Shared {
    std::mutex mutex;
    std::map<std::string, Kept> kept;
  };

  http::EventLoop& loop_;
  const std::shared_ptr<Shared> shared_ = std::make_shared<Shared>();
};

}  // namespace tombola::server

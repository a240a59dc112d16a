// Where other services send what they have to tell, by ARN: a standard queue, a topic or a bucket.
// Thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tombola::services {

class Services;

struct Delivery {
  std::string destination_arn;
  std::string body;
  std::string object_key = {};  // of a bucket
};

class Destinations {
 public:
  explicit Destinations(Services& services) : services_(services) {}

  // Whether there is such a destination now.
  bool receives(std::string_view destination_arn) const;
  static bool is_bucket(std::string_view destination_arn);
  // What went wrong, in one line for people; nothing when it has arrived.
  std::optional<std::string> deliver(const Delivery& delivery) const;

 private:
  std::optional<std::string> put_object(const Delivery& delivery) const;
  std::optional<std::string> publish(const Delivery& delivery) const;

  Services& services_;
};

}  // namespace tombola::services

#include "services/destinations.h"

#include <exception>

#include "services/digest.h"
#include "services/services.h"

namespace tombola::services {

namespace {

constexpr std::string_view bucket_arn_prefix = "arn:aws:s3:::";

}  // namespace

bool Destinations::is_bucket(std::string_view destination_arn) {
  return destination_arn.starts_with(bucket_arn_prefix);
}

bool Destinations::receives(std::string_view destination_arn) const {
  if (is_bucket(destination_arn)) {
    return services_.objects()
        .find_bucket(destination_arn.substr(bucket_arn_prefix.size()))
        .has_value();
  }
  const auto queue = services_.queues().find_arn(destination_arn);
  // "Capturing records of Lambda asynchronous invocations": FIFO queues are none.
  return queue ? !queue->is_fifo() : services_.topics().find(destination_arn).has_value();
}

std::optional<std::string> Destinations::deliver(const Delivery& delivery) const {
  try {
    if (is_bucket(delivery.destination_arn)) {
      return put_object(delivery);
    }
    const auto queue = services_.queues().find_arn(delivery.destination_arn);
    if (!queue) {
      return publish(delivery);
    }
    sqs::Message message;
    message.body = delivery.body;
    message.sender_id = queue->name_space.account;
    services_.messages().send(*queue, std::move(message), queue->number("DelaySeconds"));
    return std::nullopt;
  } catch (const std::exception& error) {
    return error.what();
  }
}

std::optional<std::string> Destinations::put_object(const Delivery& delivery) const {
  s3::Object object;
  object.etag = hexadecimal(md5(delivery.body));
  object.headers["Content-Type"] = "application/json";
  services_.objects().put(delivery.destination_arn.substr(bucket_arn_prefix.size()),
                          delivery.object_key, std::move(object), delivery.body,
                          [](const std::optional<s3::Object>&) {});
  return std::nullopt;
}

std::optional<std::string> Destinations::publish(const Delivery& delivery) const {
  const auto topic = services_.topics().find(delivery.destination_arn);
  if (!topic) {
    return "there is no such destination";
  }
  sns::Publication publication;
  publication.message = delivery.body;
  services_.publisher().publish(std::move(publication), *topic);
  return std::nullopt;
}

}  // namespace tombola::services

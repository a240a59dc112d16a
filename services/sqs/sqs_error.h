// SQS's errors, in AWS's words. The names of the JSON protocol are those of its API model, the
// codes those of the Query protocol before it, which SDKs still show (x-amzn-query-error).
#pragma once

#include <string>
#include <string_view>

#include "services/service_error.h"

namespace tombola::services::sqs {

ServiceError queue_does_not_exist();
ServiceError missing_parameter(std::string_view name);
ServiceError invalid_parameter_value(std::string message);
ServiceError invalid_attribute_name(std::string_view name);
ServiceError invalid_attribute_value(std::string_view name);
ServiceError unsupported_operation(std::string message);
ServiceError queue_name_exists(std::string_view attribute);
ServiceError purge_in_progress(std::string_view queue);
ServiceError receipt_handle_is_invalid(std::string_view handle);
ServiceError message_not_in_flight(std::string_view handle);
ServiceError empty_batch(std::string_view entry_shape);
ServiceError too_many_entries(std::size_t count);
ServiceError batch_too_long(std::size_t size_bytes, std::size_t size_bytes_max);
ServiceError batch_ids_not_distinct(std::string_view id);
ServiceError invalid_batch_entry_id();
ServiceError invalid_message_contents();

}  // namespace tombola::services::sqs

// S3's errors, in AWS's words ("Error responses", Amazon S3 API reference).
#pragma once

#include <string>
#include <string_view>

#include "services/service_error.h"

namespace tombola::services::s3 {

ServiceError no_such_bucket(std::string_view bucket);
ServiceError no_such_key(std::string_view key);
ServiceError no_such_upload(std::string_view upload);
ServiceError bucket_not_empty(std::string_view bucket);
ServiceError invalid_bucket_name(std::string_view bucket);
ServiceError bucket_already_owned_by_you(std::string_view bucket);
ServiceError bad_digest(std::string_view algorithm);
ServiceError invalid_digest();
ServiceError invalid_argument(std::string message);
ServiceError invalid_request(std::string message);
ServiceError invalid_part();
ServiceError invalid_part_order();
ServiceError entity_too_small();
ServiceError invalid_range();
ServiceError key_too_long();
ServiceError malformed_xml();
ServiceError precondition_failed(std::string_view condition);
// A member of AWS's request that is not served; the text names it.
ServiceError not_implemented(std::string_view name);

}  // namespace tombola::services::s3

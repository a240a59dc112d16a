// What the two lists of objects have in common.
#pragma once

#include <functional>
#include <string>

#include "operations/operation_context.h"
#include "operations/s3/s3_request.h"
#include "services/s3/object_store.h"

namespace tombola::operations::s3 {

// Prefix, delimiter and how many; what comes before is the caller's to say. Throws
// invalid_argument.
services::s3::ObjectStore::ListRequest list_request_of(const S3Request& request);
// Keys as the answer writes them: with encoding-type=url percent-encoded.
std::function<std::string(const std::string&)> key_encoder(const S3Request& request);
// Contents and CommonPrefixes.
void append_listing(const S3Request& request, const services::s3::ObjectStore::Listing& listing,
                    const std::string& owner, nlohmann::ordered_json& document);

}  // namespace tombola::operations::s3

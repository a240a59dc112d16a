// What the operations of S3 have in common: the store, which refusals they share, the settings of
// buckets that are kept as documents.
#pragma once

#include <string>
#include <string_view>

#include "operations/operation_context.h"
#include "operations/s3/s3_request.h"
#include "services/s3/object_store.h"
#include "services/services.h"

namespace tombola::operations::s3 {

inline services::s3::ObjectStore& store_of(OperationContext& context) {
  return context.services->objects();
}

// Throws not_implemented for a header or parameter that changes what the request means and is not
// served.
void refuse_unserved(const S3Request& request);

// Throws no_such_bucket.
services::s3::Bucket bucket_of(const S3Request& request, OperationContext& context);

// A document of the bucket as it was put; empty: it has none. `name`: "policy".
std::string bucket_document(const S3Request& request, OperationContext& context,
                            std::string_view name);
void put_bucket_document(const S3Request& request, OperationContext& context, std::string_view name,
                         const std::string& document);
// The same for what must be XML with that root. Throws malformed_xml.
S3Answer put_xml_document(const S3Request& request, OperationContext& context,
                          std::string_view name, std::string_view root);

// The operation GetObject, which HeadObject is, too.
S3Answer get_object(OperationContext& context, const S3Request& request);

S3Answer xml_text_answer(const std::string& xml);

}  // namespace tombola::operations::s3

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html
//
// Kept and told; it refuses nobody.
#include "operations/operation.h"
#include "operations/s3/bucket_request.h"
#include "services/service_error.h"

namespace tombola::operations::s3 {

S3Answer put_bucket_policy(OperationContext& context, const S3Request& request) {
  const auto policy = nlohmann::json::parse(request.body, nullptr, false);
  if (!policy.is_object()) {
    throw services::ServiceError("MalformedPolicy", "This policy contains invalid Json");
  }
  put_bucket_document(request, context, "policy", request.body);
  return {.status = 204};
}

}  // namespace tombola::operations::s3

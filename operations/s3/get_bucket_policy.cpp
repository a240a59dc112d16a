// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicy.html
#include "operations/operation.h"
#include "operations/s3/bucket_request.h"
#include "services/service_error.h"

namespace tombola::operations::s3 {

S3Answer get_bucket_policy(OperationContext& context, const S3Request& request) {
  const std::string document = bucket_document(request, context, "policy");
  if (document.empty()) {
    throw services::ServiceError("NoSuchBucketPolicy", "The bucket policy does not exist", 404)
        .with_detail("BucketName", request.bucket);
  }
  return S3Answer{.headers = {{"Content-Type", "application/json"}}, .body = document};
}

}  // namespace tombola::operations::s3

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLifecycleConfiguration.html
#include "operations/operation.h"
#include "operations/s3/bucket_request.h"
#include "services/service_error.h"

namespace tombola::operations::s3 {

S3Answer get_bucket_lifecycle_configuration(OperationContext& context, const S3Request& request) {
  const std::string document = bucket_document(request, context, "lifecycle");
  if (document.empty()) {
    throw services::ServiceError("NoSuchLifecycleConfiguration",
                                 "The lifecycle configuration does not exist", 404)
        .with_detail("BucketName", request.bucket);
  }
  return xml_text_answer(document);
}

}  // namespace tombola::operations::s3

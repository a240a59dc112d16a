// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectTagging.html
#include "operations/operation.h"
#include "operations/s3/bucket_request.h"
#include "operations/s3/object_tags.h"
#include "services/s3/xml.h"

namespace tombola::operations::s3 {

S3Answer put_object_tagging(OperationContext& context, const S3Request& request) {
  const auto wanted = services::s3::json_of_xml(request.body, "Tagging");
  store_of(context).change(request.bucket, request.key, [&](services::s3::Object& object) {
    object.tagging = tagging_of(wanted);
  });
  return {};
}

}  // namespace tombola::operations::s3

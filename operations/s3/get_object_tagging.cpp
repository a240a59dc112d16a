// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectTagging.html
#include "operations/operation.h"
#include "operations/s3/bucket_request.h"
#include "operations/s3/object_tags.h"
#include "services/s3/s3_error.h"

namespace tombola::operations::s3 {

S3Answer get_object_tagging(OperationContext& context, const S3Request& request) {
  const auto object = store_of(context).find(request.bucket, request.key);
  if (!object) {
    throw services::s3::no_such_key(request.key);
  }
  S3Answer answer;
  answer.root = "Tagging";
  answer.document["TagSet"]["Tag"] = tags_of(object->tagging);
  return answer;
}

}  // namespace tombola::operations::s3

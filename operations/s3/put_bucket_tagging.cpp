// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketTagging.html
//
// Kept and told; nothing follows from it.
#include "operations/operation.h"
#include "operations/s3/bucket_request.h"

namespace tombola::operations::s3 {

S3Answer put_bucket_tagging(OperationContext& context, const S3Request& request) {
  S3Answer answer = put_xml_document(request, context, "tagging", "Tagging");
  answer.status = 204;
  return answer;
}

}  // namespace tombola::operations::s3

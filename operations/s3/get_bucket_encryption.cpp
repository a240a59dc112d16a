// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketEncryption.html
#include "operations/operation.h"
#include "operations/s3/bucket_request.h"

namespace tombola::operations::s3 {

S3Answer get_bucket_encryption(OperationContext& context, const S3Request& request) {
  const std::string document = bucket_document(request, context, "encryption");
  if (!document.empty()) {
    return xml_text_answer(document);
  }
  // What every bucket has since January 2023.
  S3Answer answer;
  answer.root = "ServerSideEncryptionConfiguration";
  answer.document["Rule"] = {{"ApplyServerSideEncryptionByDefault", {{"SSEAlgorithm", "AES256"}}},
                             {"BucketKeyEnabled", false}};
  return answer;
}

}  // namespace tombola::operations::s3

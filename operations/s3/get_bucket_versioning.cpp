// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketVersioning.html
#include "operations/operation.h"
#include "operations/s3/bucket_request.h"

namespace tombola::operations::s3 {

S3Answer get_bucket_versioning(OperationContext& context, const S3Request& request) {
  const std::string document = bucket_document(request, context, "versioning");
  if (!document.empty()) {
    return xml_text_answer(document);
  }
  S3Answer answer;
  answer.root = "VersioningConfiguration";
  answer.document = nlohmann::ordered_json::object();
  return answer;
}

}  // namespace tombola::operations::s3

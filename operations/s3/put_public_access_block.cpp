// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutPublicAccessBlock.html
//
// Kept and told; nothing follows from it.
#include "operations/operation.h"
#include "operations/s3/bucket_request.h"

namespace tombola::operations::s3 {

S3Answer put_public_access_block(OperationContext& context, const S3Request& request) {
  return put_xml_document(request, context, "publicAccessBlock", "PublicAccessBlockConfiguration");
}

}  // namespace tombola::operations::s3

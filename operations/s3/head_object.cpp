// https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html
#include "operations/operation.h"
#include "operations/s3/bucket_request.h"

namespace tombola::operations::s3 {

S3Answer head_object(OperationContext& context, const S3Request& request) {
  // HTTP leaves the bytes out.
  return get_object(context, request);
}

}  // namespace tombola::operations::s3

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html
//
// In one page.
#include "operations/operation.h"
#include "operations/s3/bucket_request.h"
#include "services/time_text.h"

namespace tombola::operations::s3 {

S3Answer list_buckets(OperationContext& context, const S3Request& /*request*/) {
  nlohmann::ordered_json buckets = nlohmann::ordered_json::array();
  for (const services::s3::Bucket& bucket : store_of(context).buckets()) {
    if (bucket.account == context.name_space.account) {
      buckets.push_back(
          {{"Name", bucket.name}, {"CreationDate", services::iso_time(bucket.created_ms)}});
    }
  }
  S3Answer answer;
  answer.root = "ListAllMyBucketsResult";
  answer.document = {{"Owner", {{"ID", context.name_space.account}}},
                     {"Buckets", {{"Bucket", std::move(buckets)}}}};
  return answer;
}

}  // namespace tombola::operations::s3

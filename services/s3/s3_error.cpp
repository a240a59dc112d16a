#include "services/s3/s3_error.h"

#include <fmt/format.h>

namespace tombola::services::s3 {

ServiceError no_such_bucket(std::string_view bucket) {
  return ServiceError("NoSuchBucket", "The specified bucket does not exist", 404)
      .with_detail("BucketName", std::string(bucket));
}
ServiceError no_such_key(std::string_view key) {
  return ServiceError("NoSuchKey", "The specified key does not exist.", 404)
      .with_detail("Key", std::string(key));
}
ServiceError no_such_upload(std::string_view upload) {
  return ServiceError("NoSuchUpload",
                      "The specified upload does not exist. The upload ID may be invalid, or the "
                      "upload may have been aborted or completed.",
                      404)
      .with_detail("UploadId", std::string(upload));
}
ServiceError bucket_not_empty(std::string_view bucket) {
  return ServiceError("BucketNotEmpty", "The bucket you tried to delete is not empty", 409)
      .with_detail("BucketName", std::string(bucket));
}
ServiceError invalid_bucket_name(std::string_view bucket) {
  return ServiceError("InvalidBucketName", "The specified bucket is not valid.")
      .with_detail("BucketName", std::string(bucket));
}
ServiceError bucket_already_owned_by_you(std::string_view bucket) {
  return ServiceError("BucketAlreadyOwnedByYou",
                      "Your previous request to create the named bucket succeeded and you already "
                      "own it.",
                      409)
      .with_detail("BucketName", std::string(bucket));
}
ServiceError bad_digest(std::string_view algorithm) {
  const std::string_view other =
      algorithm == "Content-MD5" ? "what we received" : "the calculated checksum";
  return ServiceError("BadDigest",
                      fmt::format("The {} you specified did not match {}.", algorithm, other));
}
ServiceError invalid_digest() {
  return ServiceError("InvalidDigest", "The Content-MD5 you specified was invalid.");
}
ServiceError invalid_argument(std::string message) {
  return ServiceError("InvalidArgument", std::move(message));
}
ServiceError invalid_request(std::string message) {
  return ServiceError("InvalidRequest", std::move(message));
}
ServiceError invalid_part() {
  return ServiceError("InvalidPart",
                      "One or more of the specified parts could not be found.  The part may not "
                      "have been uploaded, or the specified entity tag may not match the part's "
                      "entity tag.");
}
ServiceError invalid_part_order() {
  return ServiceError("InvalidPartOrder",
                      "The list of parts was not in ascending order. The parts list must be "
                      "specified in order by part number.");
}
ServiceError entity_too_small() {
  return ServiceError("EntityTooSmall",
                      "Your proposed upload is smaller than the minimum allowed size");
}
ServiceError invalid_range() {
  return ServiceError("InvalidRange", "The requested range is not satisfiable", 416);
}
ServiceError key_too_long() {
  return ServiceError("KeyTooLongError", "Your key is too long");
}
ServiceError malformed_xml() {
  return ServiceError("MalformedXML",
                      "The XML you provided was not well-formed or did not validate against our "
                      "published schema");
}
ServiceError precondition_failed(std::string_view condition) {
  return ServiceError("PreconditionFailed",
                      "At least one of the pre-conditions you specified did not hold", 412)
      .with_detail("Condition", std::string(condition));
}
ServiceError not_implemented(std::string_view name) {
  return ServiceError("NotImplemented", fmt::format("Tombola does not support {} yet.", name), 501);
}

}  // namespace tombola::services::s3

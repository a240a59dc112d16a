// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "operations/operation.h"
#include "operations/s3/bucket_request.h"
#include "operations/s3/object_request.h"
#include "services/s3/s3_error.h"

namespace tombola::operations::s3 {

namespace {

using services::s3::Object;
using services::s3::ObjectStore;

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() && !text.empty()
             ? std::optional(value)
             : std::nullopt;
}

// bytes=0-9, bytes=10-, bytes=-5. None: no range, or one that HTTP says to overlook. Throws
// invalid_range.
std::optional<ObjectStore::Slice> range_of(const std::optional<std::string>& header,
                                           std::uint64_t size) {
  constexpr std::string_view unit = "bytes=";
  if (!header || !header->starts_with(unit)) {
    return std::nullopt;
  }
  const std::string_view text = std::string_view(*header).substr(unit.size());
  const std::size_t dash = text.find('-');
  if (dash == std::string_view::npos) {
    return std::nullopt;
  }
  const auto first = number(text.substr(0, dash));
  const auto last = number(text.substr(dash + 1));
  if ((!first && !last) || (!first && dash != 0) || (!last && dash + 1 != text.size()) ||
      (first && last && *first > *last)) {
    return std::nullopt;
  }
  if (!first) {
    const std::uint64_t count = std::min(*last, size);
    if (count == 0) {
      throw services::s3::invalid_range();
    }
    return ObjectStore::Slice{size - count, count};
  }
  if (*first >= size) {
    throw services::s3::invalid_range();
  }
  const std::uint64_t end = last ? std::min(*last + 1, size) : size;
  return ObjectStore::Slice{*first, end - *first};
}

}  // namespace

S3Answer get_object(OperationContext& context, const S3Request& request) {
  refuse_unserved(request);
  int status = 200;
  std::optional<ObjectStore::Slice> range;
  auto found = store_of(context).read(request.bucket, request.key,
                                      [&](const Object& object) -> ObjectStore::Slice {
                                        status = check_read_conditions(request, object, "");
                                        range = range_of(request.header("Range"), object.size);
                                        if (status == 304) {
                                          return {};
                                        }
                                        return range.value_or(ObjectStore::Slice{0, object.size});
                                      });
  if (!found) {
    throw services::s3::no_such_key(request.key);
  }
  S3Answer answer{.status = status, .headers = object_headers(request, found->first)};
  if (status == 304) {
    return answer;
  }
  if (range) {
    answer.status = 206;
    answer.headers.emplace_back(
        "Content-Range", fmt::format("bytes {}-{}/{}", range->start, range->start + range->size - 1,
                                     found->first.size));
    std::erase_if(answer.headers,
                  [](const auto& header) { return header.first.starts_with("x-amz-checksum-"); });
  }
  answer.body = std::move(found->second);
  return answer;
}

}  // namespace tombola::operations::s3

// What tags a table may have, in AWS's words. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tombola::dynamodb {

struct Tag {
  std::string key;
  std::string value;
  bool operator==(const Tag&) const = default;
};

// A tag as a request has it: either part may be absent.
struct TagRequest {
  std::optional<std::string> key;
  std::optional<std::string> value;
};

// The tags of one request. Throws ApiError::validation: a part that is absent, too long or of
// characters that tags do not take, a reserved key, a key twice, more than 50, or more than 10 KB.
std::vector<Tag> tags_from(const std::vector<TagRequest>& requested);
// UntagResource's keys; none of them has to be there.
void check_tag_keys(const std::vector<std::string>& keys);

// `added` over `tags`: a key that is there gets the new value in its old place. Throws
// ApiError::validation above 50, and above 10 KB.
std::vector<Tag> merged_tags(std::vector<Tag> tags, const std::vector<Tag>& added);

}  // namespace tombola::dynamodb

// Texts and limits: observed on AWS (us-west-2, October 2026). All of a request is checked before
// any of it is done, and every refusal is a ValidationException, the limit of 50 as well.
#include "dynamodb/validation/tag_rules.h"

#include <algorithm>
#include <cctype>
#include <iterator>
#include <set>

#include <fmt/format.h>

#include "dynamodb/api_error.h"
#include "dynamodb/limits.h"

namespace tombola::dynamodb {
namespace {

constexpr std::string_view reserved_prefix = "aws:";
constexpr std::size_t tag_set_size_bytes_max = 10'240;

// What AWS takes is [\p{L}\p{Z}\p{N}_.:/=+\-@]*. These are the blocks outside of ASCII that hold
// other things than letters, digits and spaces.
struct CodePoints {
  char32_t first;
  char32_t last;
};
constexpr CodePoints not_for_tags[] = {
    {0x80, 0x9f},     {0xa1, 0xa9},     {0xab, 0xb1},     {0xb4, 0xb4},      {0xb6, 0xb8},
    {0xbb, 0xbb},     {0xbf, 0xbf},     {0xd7, 0xd7},     {0xf7, 0xf7},      {0x300, 0x36f},
    {0x200b, 0x2027}, {0x202a, 0x202e}, {0x2030, 0x205e}, {0x2060, 0x206f},  {0x20a0, 0x20ff},
    {0x2190, 0x245f}, {0x2500, 0x2775}, {0x2794, 0x2bff}, {0x3001, 0x3004},  {0x3008, 0x3020},
    {0xe000, 0xf8ff}, {0xfe00, 0xfe6f}, {0xfff0, 0xffff}, {0x1f000, 0x1faff}};

bool is_for_tags(char32_t code) {
  if (code < 0x80) {
    return (code >= '0' && code <= '9') || (code >= 'A' && code <= 'Z') ||
           (code >= 'a' && code <= 'z') ||
           std::string_view(" _.:/=+-@").find(static_cast<char>(code)) != std::string_view::npos;
  }
  return std::none_of(
      std::begin(not_for_tags), std::end(not_for_tags),
      [&](const CodePoints& block) { return code >= block.first && code <= block.last; });
}

// The code points of valid UTF-8, which the JSON parser has seen to.
std::u32string code_points(std::string_view text) {
  std::u32string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xc0) == 0x80) {
      out.back() = out.back() << 6 | (byte & 0x3f);
    } else {
      const char32_t lead_mask = byte < 0x80   ? 0x7f
                                 : byte < 0xe0 ? 0x1f
                                 : byte < 0xf0 ? 0x0f
                                               : 0x07;
      out.push_back(byte & lead_mask);
    }
  }
  return out;
}

bool fits(std::string_view text, std::size_t length_min, std::size_t length_max) {
  const std::u32string codes = code_points(text);
  return codes.size() >= length_min && codes.size() <= length_max &&
         std::all_of(codes.begin(), codes.end(), is_for_tags);
}

void check_key(const std::optional<std::string>& key) {
  if (!key || !fits(*key, 1, limits::tag_key_length_max)) {
    throw ApiError::validation("The Tag Key provided is invalid, Key: " + key.value_or("null"));
  }
}

// In any case, "AWS:" as well.
void check_prefix(std::string_view key) {
  const std::string_view head = key.substr(0, reserved_prefix.size());
  if (std::equal(head.begin(), head.end(), reserved_prefix.begin(), reserved_prefix.end(),
                 [](char given, char reserved) {
                   return std::tolower(static_cast<unsigned char>(given)) == reserved;
                 })) {
    throw ApiError::validation(fmt::format("Tag Key cannot be prefixed with aws:, Key: {}", key));
  }
}

// Of keys and values together, as they are after a request.
void check_size(const std::vector<Tag>& tags) {
  std::size_t size_bytes = 0;
  for (const Tag& tag : tags) {
    size_bytes += tag.key.size() + tag.value.size();
  }
  if (size_bytes > tag_set_size_bytes_max) {
    throw ApiError::validation(
        fmt::format("Tag set size {} bytes is above max size limit of {} bytes", size_bytes,
                    tag_set_size_bytes_max));
  }
}

void check_count(std::size_t count) {
  if (count > limits::tags_max) {
    throw ApiError::validation(
        "Number of Tags exceed the current limit for the provided ResourceArn");
  }
}

Tag tag_from(const TagRequest& requested) {
  check_key(requested.key);
  if (!requested.value || !fits(*requested.value, 0, limits::tag_value_length_max)) {
    throw ApiError::validation("The Tag Value provided is invalid, Value: " +
                               requested.value.value_or("null"));
  }
  check_prefix(*requested.key);
  return {*requested.key, *requested.value};
}

}  // namespace

std::vector<Tag> tags_from(const std::vector<TagRequest>& requested) {
  std::vector<Tag> tags;
  std::set<std::string_view> keys;
  std::transform(requested.begin(), requested.end(), std::back_inserter(tags), tag_from);
  for (const Tag& tag : tags) {
    if (!keys.insert(tag.key).second) {
      throw ApiError::validation("Duplicate Tag Keys provided as input: Duplicate Tag Key found " +
                                 tag.key);
    }
  }
  check_count(tags.size());
  check_size(tags);
  return tags;
}

void check_tag_keys(const std::vector<std::string>& keys) {
  for (const std::string& key : keys) {
    check_key(key);
    check_prefix(key);
  }
  check_count(keys.size());
}

std::vector<Tag> merged_tags(std::vector<Tag> tags, const std::vector<Tag>& added) {
  for (const Tag& tag : added) {
    const auto same_key =
        std::find_if(tags.begin(), tags.end(), [&](const Tag& old) { return old.key == tag.key; });
    if (same_key != tags.end()) {
      same_key->value = tag.value;
    } else {
      tags.push_back(tag);
    }
  }
  check_count(tags.size());
  check_size(tags);
  return tags;
}

}  // namespace tombola::dynamodb

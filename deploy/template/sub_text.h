// The text of Fn::Sub in its parts. Pure.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-sub.html
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tombola::deploy {

struct SubPart {
  std::string text;  // or the name between ${ and }
  bool is_variable = false;
  bool operator==(const SubPart&) const = default;
};

// "a-${B}-${!C}": the text "a-", the variable B, the text "-${C}". Throws TemplateError.
std::vector<SubPart> sub_parts(std::string_view text);

}  // namespace tombola::deploy

// Code.ZipFile of a function: the source itself in the template, as the package that Lambda makes of
// it: index.js or index.py, and for Node cfn-response beside it.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-lambda-function-code.html
#pragma once

#include <string>
#include <string_view>

namespace tombola::deploy {

// The bytes of a ZIP archive. Pure. Throws ResourceError for a runtime that has no inline code.
std::string inline_code_zip(std::string_view source, std::string_view runtime);

}  // namespace tombola::deploy

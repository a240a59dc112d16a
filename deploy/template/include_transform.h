// The transform AWS::Include: a piece of a template that stands in an object of S3. Pure: the object's
// text is handed in.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/create-reusable-transform-function-snippets-and-add-to-your-template-with-aws-include-transform.html
#pragma once

#include <functional>
#include <string>

#include "deploy/template/template.h"

namespace tombola::deploy {

// The text at s3://bucket/key. Throws TemplateError.
using IncludedText = std::function<std::string(const std::string& bucket, const std::string& key)>;

// The document with each {"Fn::Transform": {"Name": "AWS::Include", ...}} replaced by what it names,
// beside what stands next to it. Throws TemplateError.
Json with_includes(const Json& document, const IncludedText& text_at);

// The bucket and the key of "s3://bucket/key"; empty texts: it is no such thing.
std::pair<std::string, std::string> place_of_s3_uri(const std::string& uri);

}  // namespace tombola::deploy

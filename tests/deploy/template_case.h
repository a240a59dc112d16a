// Text test cases of templates, readable without any C++:
//
//   # a comment
//   case a reference to a parameter
//   template
//   Parameters: {Name: {Type: String}}
//   Resources: {T: {Type: AWS::SNS::Topic, Properties: {TopicName: !Ref Name}}}
//   parameters {"Name":"news"}
//   = resources {"T":{"TopicName":"news"}}
//
// What is given, each over several lines if need be: template, previous (the template that the stack
// has), parameters, known ({"T":{"Ref":"...","Arn":"..."}}: resources that are there), imports
// (exports of other stacks), stored (Parameter Store). What is expected:
//
//   = document {...}    the template's JSON
//   = resources {...}   their properties, in the order in which they are made
//   = outputs {...}     name and value
//   = changes [...]     from the previous template to this one; each member named there is compared
//   ! message           TemplateError, exact
#pragma once

#include <string>
#include <vector>

namespace tombola::tests {

struct TemplateBlock {
  std::string keyword;  // "template", "= resources", "!"
  std::string text;
  int line = 0;
};

struct TemplateCase {
  std::string name;
  std::vector<TemplateBlock> blocks;

  // Null: there is none.
  const TemplateBlock* find(const std::string& keyword) const;
};

// Throws std::runtime_error that names file and line.
std::vector<TemplateCase> read_template_cases(const std::string& path);

}  // namespace tombola::tests

// The filters of DescribeParameters and GetParametersByPath.
// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_ParameterStringFilter.html
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "dynamodb/validation/shape.h"
#include "operations/request.h"
#include "services/ssm/parameter.h"

namespace tombola::operations::ssm {

dynamodb::Shape filters_shape();

class ParameterFilters {
 public:
  // Those of the request's member ParameterFilters, which may have these keys; "tag" stands for
  // every tag:<key>. Throws ServiceError.
  ParameterFilters(const Request& request, std::initializer_list<std::string_view> keys);

  // Whether a parameter in this version passes all of them.
  bool pass(const services::ssm::Parameter& parameter,
            const services::ssm::ParameterVersion& version) const;
  // The label that one of them asks for; empty: none does.
  std::string label() const;

 private:
  struct Filter {
    std::string key;
    std::string option;
    std::vector<std::string> values;
  };
  static bool passes(const Filter& filter, const services::ssm::Parameter& parameter,
                     const services::ssm::ParameterVersion& version);

  std::vector<Filter> filters_;
};

// Whether the name lies below the path: somewhere, or right there.
bool is_below(std::string_view name, std::string_view path, bool recursive);

}  // namespace tombola::operations::ssm

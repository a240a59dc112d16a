// What the parts of the transform work on: the resources that it makes. Pure.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "deploy/template/template.h"

namespace tombola::deploy::sam {

// {"Ref": name}; {"Fn::GetAtt": [name, attribute]}; {"Fn::Sub": text}
Json ref_to(const std::string& name);
Json get_att(const std::string& name, const std::string& attribute);
Json sub(const std::string& text);

// Throws TemplateError in SAM's words.
[[noreturn]] void fail(const std::string& logical_id, const std::string& reason);
// Does `work` with a resource, taking its properties to be of the types that SAM wants; where they are
// not it fails.
void in_its_types(const std::string& logical_id, const std::function<void()>& work);

// {"a":"b"} as [{"Key":"a","Value":"b"}], with SAM's own tag.
Json tag_list(const Json& tags);
// Ten digits that change with the value.
std::string short_hash(const Json& value);
std::string alphanumeric(std::string_view text);
// Those of them that are there.
Json picked(const Json& object, std::initializer_list<const char*> names);

struct Resources {
  Json made = Json::object();  // by logical id, in order
  // What buckets shall tell functions of: the bucket's logical id, and one LambdaConfiguration.
  std::vector<std::pair<std::string, Json>> notifications = {};

  void add(const std::string& logical_id, const char* type, Json properties,
           const Json& source = Json::object());
};

// A function's events and everything that they take. `function`: the SAM function's resource.
void add_events(Resources& resources, const std::string& id, const Json& function);

// AWS::Serverless::Function
void add_function(Resources& resources, const std::string& id, const Json& function);

// The APIs that events name, implicit ones too: routes are gathered first and made at the end.
class Apis {
 public:
  // AWS::Serverless::Api and HttpApi.
  void declare(const std::string& id, const Json& resource);
  struct Route {
    std::string function_id;
    std::string event_id;
    Json event;  // its Properties
    bool is_http = false;
  };
  void add_route(const Route& route);
  void make(Resources& resources) const;

 private:
  struct Api {
    Json properties = Json::object();
    std::vector<Route> routes;
    bool is_http = false;
  };
  Api& api_of(const Route& route);

  std::vector<std::pair<std::string, Api>> apis_;
};

}  // namespace tombola::deploy::sam

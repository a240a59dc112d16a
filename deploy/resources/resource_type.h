// Resource types: each turns a resource's properties into calls of operations, the ones that a
// client would make. A family of types is a file; resource_types.cpp lists them all.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "deploy/template/resolver.h"
#include "deploy/template/template.h"
#include "operations/operation.h"

namespace tombola::deploy {

// A resource that is there: what Ref gives and what Fn::GetAtt gives.
struct Made {
  std::string physical_id;
  Json attributes = Json::object();
};

// What the functions of a type work with: operations, and where the resource stands.
class ResourceContext {
 public:
  // What does not do what its template says: told, or refused by throwing ResourceError.
  using Complain = std::function<void(const std::string& text)>;
  // What a creation that takes its time makes, before it is there: should the server end meanwhile,
  // the next start knows what to remove.
  using Note = std::function<void(const std::string& physical_id)>;
  ResourceContext(operations::OperationContext& operations, const PseudoParameters& pseudo,
                  std::string logical_id, Complain complain = {}, Note note = {})
      : operations_(operations),
        pseudo_(pseudo),
        logical_id_(std::move(logical_id)),
        complain_(std::move(complain)),
        note_(std::move(note)) {}

  // The operation's answer; null when it has none. Throws ResourceError.
  Json call(operations::Service service, std::string_view operation, const Json& request) const;
  // S3's operations, whose answers matter to nobody here. `query`: "versioning".
  struct S3Call {
    std::string_view operation;
    std::string bucket;
    std::string query = {};
    std::string body = {};
    std::string key = {};
  };
  void call_s3(const S3Call& request) const;

  // <Stack>-<LogicalId>-<12 letters>, no longer than that; lower case for those who want it.
  std::string physical_name(std::size_t length_max) const;
  std::string lower_physical_name(std::size_t length_max) const;
  // The property, or a name of our own.
  std::string name_or(const Json& properties, const char* property, std::size_t length_max) const;

  // Says what of the resource does not do what its template says; with --strict, throws it.
  void complain(const std::string& text) const;
  void note(const std::string& physical_id) const;

  const PseudoParameters& pseudo() const { return pseudo_; }
  const std::string& logical_id() const { return logical_id_; }
  operations::OperationContext& operations() const { return operations_; }
  // arn:aws:<service>:<region>:<account>:<resource>
  std::string arn(std::string_view service, std::string_view resource) const;

 private:
  operations::OperationContext& operations_;
  const PseudoParameters& pseudo_;
  std::string logical_id_;
  Complain complain_;
  Note note_;
};

struct ResourceType {
  std::string_view name;
  // What Fn::GetAtt knows, separated by blanks; "*": anything.
  std::string_view attributes;
  Made (*create)(const ResourceContext& context, const Json& properties);
  // In place. Null: there is nothing to be done but to remember the properties.
  struct Update {
    Made made;
    const Json& before;
    const Json& after;
  };
  Made (*update)(const ResourceContext& context, const Update& update);
  // Null: nothing to be done.
  void (*remove)(const ResourceContext& context, const Made& made, const Json& properties);
  // Which properties it knows, separated by blanks; empty: it hands all of them to an operation,
  // which refuses what it does not know.
  std::string_view properties = {};
};

// Null: not one of ours.
const ResourceType* find_resource_type(std::string_view name);
bool has_attribute(const ResourceType& type, std::string_view attribute);
bool knows_property(const ResourceType& type, std::string_view property);

}  // namespace tombola::deploy

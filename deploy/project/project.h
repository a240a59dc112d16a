// What a developer's project comes to: stacks, and the files that their resources find in buckets.
// Each kind of project has a reader of its own (cloud_assembly.h).
#pragma once

#include <filesystem>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

namespace tombola::deploy {

// The project cannot be used as it is. One line that names the file and what to do about it.
class ProjectError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct ProjectStack {
  std::string name;
  // With the code of functions where it is on this machine, so that a saved file takes hold at the
  // next invocation.
  std::string template_text;
  std::map<std::string, std::string> parameters;
  std::map<std::string, std::string> tags;
};

// What is uploaded before the stacks are made. Bucket and key may hold ${AWS::AccountId},
// ${AWS::Region} and ${AWS::Partition}.
struct ProjectAsset {
  std::filesystem::path source;
  bool zipped = false;  // a folder, as an archive
  std::string bucket;
  std::string object_key;
};

struct Project {
  std::vector<ProjectStack> stacks;  // each after those that it depends on
  std::vector<ProjectAsset> assets;
};

}  // namespace tombola::deploy

// What a developer's project comes to: stacks. Each kind of project has a reader of its own
// (cloud_assembly.h, template_project.h).
#pragma once

#include <filesystem>
#include <map>
#include <optional>
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

// A file or folder that resources know as an object of a bucket: a layer's content, a web page.
struct ProjectAsset {
  std::filesystem::path source;
  bool is_folder = false;  // the object is an archive of it
  // With ${AWS::AccountId} and the like.
  std::string bucket;
  std::string key;
  // What it is, where it is no file of this machine: then there is no source.
  std::optional<std::string> bytes = {};
};

struct Project {
  std::vector<ProjectStack> stacks;  // each after those that it depends on
  // What the project was read from: files and folders (with what lies directly in them) that change
  // when it does.
  std::vector<std::filesystem::path> read_from;
  // Folders with all that is below them.
  std::vector<std::filesystem::path> read_below = {};
  // The sources of functions that run in place: a change of one takes hold by itself.
  std::vector<std::filesystem::path> run_from = {};
  // But for the code of functions that run in place.
  std::vector<ProjectAsset> assets = {};
};

}  // namespace tombola::deploy

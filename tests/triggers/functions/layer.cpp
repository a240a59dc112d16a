#include "triggers/functions/layer.h"

#include <cstdlib>
#include <fstream>
#include <sstream>

#include <catch2/catch.hpp>

#include "triggers/functions/layer_folder.h"

namespace fs = std::filesystem;

namespace tombola::triggers::testing {
namespace {

class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "tombola-layers-XXXXXX").string();
    path_ = mkdtemp(name.data());
  }
  ~Folder() { fs::remove_all(path_); }

  fs::path write(const std::string& file, const std::string& text) const {
    const fs::path place = path_ / file;
    fs::create_directories(place.parent_path());
    std::ofstream(place) << text;
    return place;
  }
  fs::path operator/(const std::string& name) const { return path_ / name; }

 private:
  fs::path path_;
};

std::string text_of(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

}  // namespace

TEST_CASE("a layer is stored and read whole") {
  LayerDefinition layer;
  layer.name_space = {"123456789012", "eu-west-2"};
  layer.name = "l";
  layer.last_version = 5;
  layer.versions = {{3, "d", "MIT", {"nodejs20.x"}, {"arm64"}, "a", 7, 9, {R"({"Sid":"s"})"}, "r"},
                    {5, "", "", {}, {}, "b", 8, 10, {}, ""}};
  CHECK(LayerDefinition::from_json(layer.to_json()) == layer);
  CHECK(layer.version_arn(3) == "arn:aws:lambda:eu-west-2:123456789012:layer:l:3");
  CHECK(layer.find(5)->code_sha256 == "b");
  CHECK(layer.find(4) == nullptr);
  CHECK_THROWS_WITH(LayerDefinition::from_json(R"({"version":2})"),
                    "a layer is stored in version 2, this program knows 1");
}

TEST_CASE("an ARN says which layer, and perhaps which version") {
  const auto layer = parse_layer_arn("arn:aws:lambda:eu-west-2:123456789012:layer:l");
  REQUIRE(layer);
  CHECK(layer->name == "l");
  CHECK(layer->name_space == dynamodb::Namespace{"123456789012", "eu-west-2"});
  CHECK_FALSE(layer->version);
  CHECK(parse_layer_arn("arn:aws:lambda:eu-west-2:123456789012:layer:l:12")->version == 12);
  for (const char* none :
       {"", "l", "l:1", "arn:aws:lambda:r:1:function:l", "arn:aws:s3:r:1:layer:l:1",
        "arn:aws:lambda:r:1:layer:", "arn:aws:lambda:r:1:layer:l:0", "arn:aws:lambda:r:1:layer:l:x",
        "arn:aws:lambda:r:1:layer:l:1:2"}) {
    CAPTURE(none);
    CHECK_FALSE(parse_layer_arn(none));
  }
}

TEST_CASE("layers lie over each other: the last one's file counts, folders add up") {
  const Folder folder;
  folder.write("one/bin/tool", "one");
  folder.write("one/lib/a", "a");
  folder.write("one/was-a-folder/inside", "x");
  folder.write("two/bin/tool", "two");
  folder.write("two/lib/b", "b");
  folder.write("two/was-a-folder", "a file");
  fs::create_symlink("b", folder / "two" / "lib" / "link");
  lay_over({folder / "one", folder / "two"}, folder / "opt");
  CHECK(text_of(folder / "opt" / "bin" / "tool") == "two");
  CHECK(text_of(folder / "opt" / "lib" / "a") == "a");
  CHECK(fs::read_symlink(folder / "opt" / "lib" / "link") == "b");
  CHECK(text_of(folder / "opt" / "was-a-folder") == "a file");
  // What they were made of is as it was.
  CHECK(text_of(folder / "one" / "bin" / "tool") == "one");
  CHECK(tree_size_bytes(folder / "two") == 3 + 1 + 6);
}

}  // namespace tombola::triggers::testing

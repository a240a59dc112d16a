#include "cli/file_watch.h"

#include <filesystem>
#include <fstream>
#include <string>

#include <catch2/catch.hpp>
#include <sys/eventfd.h>
#include <unistd.h>

#include "http/file_descriptor.h"

using namespace tombola::cli;

namespace {

namespace fs = std::filesystem;

void write(const fs::path& file, const std::string& text = "x") {
  fs::create_directories(file.parent_path());
  std::ofstream(file) << text;
}

// A folder with a watch on it, gone with the object. A wait for what never comes ends with the test
// run's patience, not with a guess at how long it may take.
class Watched {
 public:
  Watched() {
    fs::remove_all(root);
    fs::create_directories(root);
  }
  ~Watched() { fs::remove_all(root); }
  Watched(const Watched&) = delete;
  Watched& operator=(const Watched&) = delete;

  // What changes, up to the change of that file.
  FileWatch::Changes until(const fs::path& file) {
    FileWatch::Changes all;
    while (!all.contains(file)) {
      all.merge(watch.wait(stop.get()).value());
    }
    return all;
  }

  const fs::path root =
      fs::canonical(fs::temp_directory_path()) / ("tombola-watch-" + std::to_string(getpid()));
  tombola::http::FileDescriptor stop{eventfd(0, EFD_CLOEXEC)};
  FileWatch watch;
};

}  // namespace

TEST_CASE("a file that is watched tells of its changes, its neighbours do not") {
  Watched at;
  write(at.root / "a.json");
  at.watch.follow({{at.root / "a.json"}});
  write(at.root / "b.json");
  write(at.root / "a.json", "other");
  CHECK(at.until(at.root / "a.json") == FileWatch::Changes{at.root / "a.json"});
  // As editors save.
  write(at.root / "new");
  fs::rename(at.root / "new", at.root / "a.json");
  CHECK(at.until(at.root / "a.json") == FileWatch::Changes{at.root / "a.json"});
}

TEST_CASE("a tree is all that is below, but for what tools keep and what is to be ignored") {
  Watched at;
  write(at.root / "lib/deep/stack.ts");
  write(at.root / "node_modules/a/index.js");
  write(at.root / "cdk.out/manifest.json");
  at.watch.follow({{}, {at.root}, {at.root / "cdk.out"}});
  write(at.root / "node_modules/a/index.js", "other");
  write(at.root / "cdk.out/manifest.json", "other");
  write(at.root / ".git/index");
  write(at.root / "lib/stack.ts~");
  write(at.root / "lib/deep/stack.ts", "other");
  CHECK(at.until(at.root / "lib/deep/stack.ts") ==
        FileWatch::Changes{at.root / "lib/deep/stack.ts"});
  write(at.root / "new/below/stack.ts");
  at.until(at.root / "new");
  write(at.root / "new/below/stack.ts", "other");
  at.until(at.root / "new/below/stack.ts");
}

TEST_CASE("a folder that is deleted and made again is watched as before") {
  Watched at;
  const fs::path folder = at.root / "project/src";
  const fs::path file = folder / "handlers/app.py";
  write(file);
  WatchedFiles files;
  const std::string as = GENERATE("a tree", "a folder", "a file in it");
  if (as == "a tree") {
    files.trees = {folder};
  } else {
    files.paths = {as == "a folder" ? folder / "handlers" : file};
  }
  at.watch.follow(files);
  const fs::path watched = files.trees.empty() ? files.paths[0] : files.trees[0];
  const std::string how = GENERATE("it alone", "with the folder that it is in", "to another name",
                                   "while somebody is in it");
  CAPTURE(as, how);
  if (how == "it alone") {
    fs::remove_all(folder);
  } else if (how == "with the folder that it is in") {
    fs::remove_all(folder.parent_path());
  } else if (how == "to another name") {
    fs::rename(folder, at.root / "project/old");
  } else {
    const fs::path before = fs::current_path();
    fs::current_path(folder / "handlers");
    fs::remove_all(folder);
    fs::current_path(before);
  }
  at.until(watched);
  write(file);
  at.until(watched);
  write(file, "other");
  at.until(file);
}

TEST_CASE("what is moved within a tree has its new name") {
  Watched at;
  write(at.root / "a/deep/app.py");
  at.watch.follow({{}, {at.root}});
  fs::rename(at.root / "a", at.root / "b");
  at.until(at.root / "b");
  write(at.root / "b/deep/app.py", "other");
  at.until(at.root / "b/deep/app.py");
}

TEST_CASE("what is not there counts once it is") {
  Watched at;
  at.watch.follow({{at.root / "not/yet/cdk.json"}, {at.root / "later"}});
  write(at.root / "not/yet/cdk.json");
  at.until(at.root / "not/yet/cdk.json");
  write(at.root / "not/yet/cdk.json", "other");
  at.until(at.root / "not/yet/cdk.json");
  write(at.root / "later/app.py");
  at.until(at.root / "later");
  write(at.root / "later/app.py", "other");
  at.until(at.root / "later/app.py");
}

// sed -i, Vim's 4913 and JetBrains' ___jb_old___: seen with inotifywait.
TEST_CASE("what an editor lays beside a file while it saves is no change") {
  Watched at;
  write(at.root / "stack.ts");
  at.watch.follow({{}, {at.root}});
  write(at.root / "4913");
  fs::remove(at.root / "4913");
  write(at.root / "stack.ts___jb_tmp___", "other");
  fs::rename(at.root / "stack.ts", at.root / "stack.ts___jb_old___");
  fs::rename(at.root / "stack.ts___jb_tmp___", at.root / "stack.ts");
  fs::remove(at.root / "stack.ts___jb_old___");
  CHECK(at.watch.changes() == FileWatch::Changes{at.root / "stack.ts"});
  write(at.root / "new.ts");
  fs::remove(at.root / "stack.ts");
  CHECK(at.watch.changes() == FileWatch::Changes{at.root / "new.ts", at.root / "stack.ts"});
}

TEST_CASE("following says whether anything is watched that was not") {
  Watched at;
  write(at.root / "a");
  write(at.root / "b");
  CHECK(at.watch.follow({{at.root / "a"}}));
  CHECK_FALSE(at.watch.follow({{at.root / "a"}}));
  CHECK(at.watch.follow({{at.root / "a", at.root / "b"}}));
  CHECK_FALSE(at.watch.follow({{at.root / "b"}}));
  CHECK(at.watch.follow({{at.root}}));
  // What changed by then still counts.
  write(at.root / "b", "other");
  at.watch.follow({{at.root}, {at.root}});
  CHECK(at.watch.changes().contains(at.root / "b"));
}

TEST_CASE("a wait for changes ends when it is to stop") {
  Watched at;
  at.watch.follow({{at.root}});
  REQUIRE(eventfd_write(at.stop.get(), 1) == 0);
  CHECK_FALSE(at.watch.wait(at.stop.get()).has_value());
}

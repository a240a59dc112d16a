#include "triggers/functions/function_catalog.h"

#include <filesystem>

#include <catch2/catch.hpp>
#include <unistd.h>

#include "storage/clock.h"
#include "tests/triggers/functions/test_archive.h"
#include "triggers/functions/zip_archive.h"

namespace tombola::triggers::testing {
namespace {

namespace fs = std::filesystem;

class NoRuntime : public LambdaRuntime {
 public:
  void invoke(Invocation, Done done) override { done({}); }
  void shut_down() override {}
};

// Functions on the memory engine; a second catalog on the same rows is a restart.
class Fixture {
 public:
  Fixture() {
    std::string name = (fs::temp_directory_path() / "tombola-catalog-XXXXXX").string();
    folder_ = mkdtemp(name.data());
  }
  ~Fixture() { remove_tree(folder_); }

  FunctionCatalog catalog(FunctionRegistry& registry) {
    return FunctionCatalog({transactions_, registry, code_,
                            [](const Function&) { return std::make_shared<NoRuntime>(); }});
  }
  CodeStore& code() { return code_; }
  const fs::path& folder() const { return folder_; }
  std::size_t archives() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder_ / "code"), {}));
  }

  // Creates or changes function `name` to run the archive with that text.
  static void bring(FunctionCatalog& catalog, const std::string& name, const std::string& text,
                    const dynamodb::Namespace& name_space = {}) {
    catalog.change(name_space, name, [&](std::optional<FunctionDefinition>& function) {
      if (!function) {
        function.emplace();
        function->name_space = name_space;
        function->name = name;
        function->latest.runtime = "nodejs20.x";
        function->latest.handler = "index.handler";
      }
      function->latest.code_sha256 = catalog.code().put(make_archive({{"index.mjs", text}}));
    });
  }

 private:
  fs::path folder_;
  storage::ServiceClock clock_;
  std::unique_ptr<storage::Engine> engine_ =
      storage::open_memory_engine({[this] { return clock_.now_ms(); }});
  storage::TransactionRunner transactions_{*engine_};
  CodeStore code_{[this] {
    return CodeStore::Folders{folder_ / "code", folder_ / "functions", std::nullopt};
  }};
};

}  // namespace

TEST_CASE("a function that was made can be invoked, also after a restart") {
  Fixture fixture;
  FunctionRegistry registry;
  FunctionCatalog catalog = fixture.catalog(registry);
  Fixture::bring(catalog, "f", "one");
  const auto entry = registry.find("f");
  REQUIRE(entry);
  CHECK(entry->function.file == entry->function.task_root + "/index.mjs");
  CHECK(entry->function.export_name == "handler");
  CHECK(fs::exists(entry->function.file));

  // What can be made anew is.
  remove_tree(fixture.folder() / "functions");
  FunctionRegistry registry_after;
  FunctionCatalog catalog_after = fixture.catalog(registry_after);
  catalog_after.load();
  REQUIRE(registry_after.find("f"));
  CHECK(fs::exists(registry_after.find("f")->function.file));
}

TEST_CASE("code goes when nothing refers to it any more, and not before") {
  Fixture fixture;
  FunctionRegistry registry;
  FunctionCatalog catalog = fixture.catalog(registry);
  Fixture::bring(catalog, "f", "one");
  Fixture::bring(catalog, "g", "one");
  CHECK(fixture.archives() == 1);
  Fixture::bring(catalog, "f", "two");
  CHECK(fixture.archives() == 2);
  const auto erase = [](std::optional<FunctionDefinition>& function) { function.reset(); };
  catalog.change({}, "g", erase);
  CHECK(fixture.archives() == 1);
  catalog.change({}, "f", erase);
  CHECK(fixture.archives() == 0);
  CHECK_FALSE(registry.find("f"));
}

TEST_CASE("versions and aliases are found by their names, and go with them") {
  Fixture fixture;
  FunctionRegistry registry;
  FunctionCatalog catalog = fixture.catalog(registry);
  Fixture::bring(catalog, "f", "one");
  catalog.change({}, "f", [](std::optional<FunctionDefinition>& function) {
    function->versions.push_back(function->latest);
    function->versions.back().version = "1";
    function->aliases["live"] = {"live", "1", "", ""};
    function->aliases["next"] = {"next", "$LATEST", "", ""};
  });
  const auto version = registry.find("f:1");
  REQUIRE(version);
  CHECK(version->function.version == "1");
  CHECK(registry.find("f:live") == version);
  CHECK(registry.find("f:next") == registry.find("f"));

  // A version that is as it was stays warm.
  Fixture::bring(catalog, "f", "two");
  CHECK(registry.find("f:1") == version);
  CHECK(registry.find("f:next") == registry.find("f"));
  catalog.change({}, "f", [](std::optional<FunctionDefinition>& function) {
    function->aliases.clear();
    function->versions.clear();
  });
  CHECK_FALSE(registry.find("f:1"));
  CHECK_FALSE(registry.find("f:live"));
  CHECK(registry.find("f"));
}

TEST_CASE("a change that throws changes nothing") {
  Fixture fixture;
  FunctionRegistry registry;
  FunctionCatalog catalog = fixture.catalog(registry);
  Fixture::bring(catalog, "f", "one");
  const auto before = catalog.find({}, "f");
  CHECK_THROWS_AS(catalog.change({}, "f",
                                 [](std::optional<FunctionDefinition>& function) {
                                   function.reset();
                                   throw std::runtime_error("no");
                                 }),
                  std::runtime_error);
  CHECK(catalog.find({}, "f") == before);
}

TEST_CASE("functions of other accounts and regions are others") {
  Fixture fixture;
  FunctionRegistry registry;
  FunctionCatalog catalog = fixture.catalog(registry);
  const dynamodb::Namespace other{"111111111111", "eu-west-2"};
  Fixture::bring(catalog, "f", "one");
  Fixture::bring(catalog, "f", "two", other);
  CHECK(catalog.list({}).size() == 1);
  CHECK(registry.find("f")->function.name_space == dynamodb::Namespace{});
  const auto entry = registry.find(registry.name_of(other, "f"));
  REQUIRE(entry);
  CHECK(entry->function.arn() == "arn:aws:lambda:eu-west-2:111111111111:function:f");
}

TEST_CASE("a function of the command line hides one that was made before") {
  Fixture fixture;
  {
    FunctionRegistry registry;
    FunctionCatalog catalog = fixture.catalog(registry);
    Fixture::bring(catalog, "f", "one");
  }
  FunctionRegistry registry;
  Function declared;
  declared.name = "f";
  declared.from_flag = true;
  registry.put(declared, std::make_shared<NoRuntime>());
  FunctionCatalog catalog = fixture.catalog(registry);
  catalog.load();
  CHECK(registry.find("f")->function.from_flag);
}

}  // namespace tombola::triggers::testing

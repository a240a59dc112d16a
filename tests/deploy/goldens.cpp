// What the stacks of the raffle come to, as whole files: resources in their order, with all
// intrinsics resolved that can be before anything exists, and what each chapter changes of the one
// before. With TOMBOLA_WRITE_GOLDENS=1 the files are written anew; look at their diff then.
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>

#include <catch2/catch.hpp>

#include "deploy/stack/change_set_answer.h"
#include "deploy/template/parameter_values.h"
#include "deploy/template/resolved_template.h"
#include "deploy/template/template_changes.h"
#include "deploy/template/template_checks.h"
#include "deploy/template/template_text.h"

using namespace tombola::deploy;

namespace {

const std::string folder = TOMBOLA_SOURCE_DIR "/tests/data/cdk/";

std::string text_of(const std::string& file) {
  std::ifstream stream(folder + file);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

ResolvedTemplate resolved(const std::string& chapter) {
  const Template source =
      read_template(parse_template_text(text_of(chapter + "/Raffle.template.json")));
  check_template(source);
  const ParameterValues parameters = parameter_values(
      source, {}, {}, [](const std::string&) { return std::optional<std::string>("30"); });
  return resolve_template(Resolver(
      {source, values_of(parameters), {"123456789012", "eu-central-1", "Raffle", "arn:raffle"}}));
}

Json golden_of(const ResolvedTemplate& stack) {
  Json resources = Json::array();
  for (const ResolvedResource& resource : stack.resources) {
    resources.push_back({{"LogicalId", resource.definition.logical_id},
                         {"Type", resource.definition.type},
                         {"Properties", resource.properties}});
  }
  Json outputs = Json::object();
  for (const OutputDefinition& output : stack.outputs) {
    outputs[output.name] = output.value;
  }
  return {{"Resources", resources}, {"Outputs", outputs}};
}

void check_golden(const std::string& name, const Json& actual) {
  const std::string file = "goldens/" + name + ".json";
  if (std::getenv("TOMBOLA_WRITE_GOLDENS") != nullptr) {
    std::ofstream(folder + file) << actual.dump(1) << "\n";
  }
  INFO(file);
  const Json expected = Json::parse(text_of(file), nullptr, false);
  REQUIRE_FALSE(expected.is_discarded());
  CHECK(Json::diff(expected, actual) == Json::array());
}

}  // namespace

TEST_CASE("each chapter of the raffle comes to its resources") {
  for (const char* chapter :
       {"chapter01", "chapter02", "chapter03", "chapter04", "chapter04-lib2.276"}) {
    check_golden(chapter, golden_of(resolved(chapter)));
  }
}

TEST_CASE("each chapter of the raffle changes the one before") {
  const std::pair<const char*, const char*> steps[] = {{"chapter01", "chapter02"},
                                                       {"chapter02", "chapter03"},
                                                       {"chapter03", "chapter04"},
                                                       {"chapter04", "chapter04-lib2.276"}};
  for (const auto& [before, after] : steps) {
    Json changes = change_set_answer(template_changes(resolved(before), resolved(after), {}));
    for (Json& change : changes) {
      change["ResourceChange"].erase("BeforeContext");
      change["ResourceChange"].erase("AfterContext");
    }
    check_golden(std::string(before) + "-to-" + after, changes);
  }
}

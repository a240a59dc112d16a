// Runs the text cases of tests/deploy/template/.
#include <filesystem>
#include <set>

#include <catch2/catch.hpp>

#include "deploy/template/language_extensions.h"
#include "deploy/template/parameter_values.h"
#include "deploy/template/resolved_template.h"
#include "deploy/template/sam/sam_transform.h"
#include "deploy/template/template_changes.h"
#include "deploy/template/template_checks.h"
#include "deploy/template/template_error.h"
#include "deploy/template/template_text.h"
#include "tests/deploy/template_case.h"

namespace {

using namespace tombola::deploy;
using tombola::tests::TemplateBlock;
using tombola::tests::TemplateCase;

Json json_of(const TemplateCase& test, const std::string& keyword) {
  const TemplateBlock* block = test.find(keyword);
  return block == nullptr ? Json::object() : Json::parse(block->text);
}

// Everything that a text goes through before resources are made.
struct Plan {
  Template source;
  ParameterValues parameters;
  std::optional<Resolver> resolver;
  ResolvedTemplate resolved;

  Plan(const std::string& text, const TemplateCase& test) {
    Json document = parse_template_text(text);
    if (document.value("Transform", Json()) == "AWS::LanguageExtensions") {
      std::map<std::string, Json> texts;
      const Json defaults = document.value("Parameters", Json::object());
      for (const auto& [name, parameter] : defaults.items()) {
        texts[name] = parameter.value("Default", Json());
      }
      document = unroll_for_each(document, texts);
    }
    if (document.value("Transform", Json()) == sam_transform_name) {
      document = sam_transformed(document);
    }
    source = read_template(document);
    check_template(source);
    parameters = parameter_values(source, given(test), {}, stored(test));
    resolver.emplace(scope(test));
    resolved = resolve_template(*resolver);
  }
  Plan(const Plan&) = delete;

 private:
  // Those of a previous template need not be in this one, or the other way round.
  std::vector<GivenParameter> given(const TemplateCase& test) const {
    std::vector<GivenParameter> values;
    const Json json = json_of(test, "parameters");
    for (const auto& [key, value] : json.items()) {
      if (test.find("previous") == nullptr || source.find_parameter(key) != nullptr) {
        values.push_back({key, value.get<std::string>()});
      }
    }
    return values;
  }

  static StoredParameter stored(const TemplateCase& test) {
    return [values = json_of(test, "stored")](const std::string& name) {
      const auto found = values.find(name);
      return found == values.end() ? std::nullopt : std::optional(found->get<std::string>());
    };
  }

  Resolver::Scope scope(const TemplateCase& test) const {
    const PseudoParameters pseudo{
        "123456789012", "eu-central-1", "Raffle",
        "arn:aws:cloudformation:eu-central-1:123456789012:stack/Raffle/1"};
    Resolver::Scope scope{source, values_of(parameters), pseudo};
    scope.resource_value =
        [known = json_of(test, "known")](const Reference& reference) -> std::optional<Json> {
      const std::string attribute = reference.attribute.empty() ? "Ref" : reference.attribute;
      const auto resource = known.find(reference.name);
      return resource != known.end() && resource->contains(attribute)
                 ? std::optional((*resource)[attribute])
                 : std::nullopt;
    };
    scope.imported_value = [imports = json_of(test, "imports")](const std::string& name) -> Json {
      if (!imports.contains(name)) {
        throw TemplateError("No export named " + name + " found");
      }
      return imports[name];
    };
    return scope;
  }
};

Json resources_of(const Plan& plan) {
  Json json = Json::object();
  for (const ResolvedResource& resource : plan.resolved.resources) {
    json[resource.definition.logical_id] = resource.properties;
  }
  return json;
}

Json outputs_of(const Plan& plan) {
  Json json = Json::object();
  for (const OutputDefinition& output : plan.resolved.outputs) {
    json[output.name] = plan.resolver->value_of(output.value);
    if (!output.export_name.is_null()) {
      json[output.name] = {{"Value", json[output.name]},
                           {"Export", plan.resolver->value_of(output.export_name)}};
    }
  }
  return json;
}

Json details_of(const ResourceChange& change) {
  Json details = Json::array();
  for (const ChangeDetail& detail : change.details) {
    details.push_back({{"Attribute", detail.attribute},
                       {"Name", detail.name},
                       {"RequiresRecreation", requires_recreation_text(detail.requires_recreation)},
                       {"Evaluation", detail.evaluation},
                       {"ChangeSource", detail.change_source},
                       {"CausingEntity", detail.causing_entity},
                       {"Before", detail.before},
                       {"After", detail.after}});
  }
  return details;
}

// With the members that are expected, and no others.
Json only(const Json& actual, const Json& expected) {
  if (expected.is_array() && actual.is_array() && expected.size() == actual.size()) {
    Json list = Json::array();
    for (std::size_t i = 0; i < actual.size(); ++i) {
      list.push_back(only(actual[i], expected[i]));
    }
    return list;
  }
  if (!expected.is_object() || !actual.is_object()) {
    return actual;
  }
  Json object = Json::object();
  for (const auto& [name, value] : expected.items()) {
    object[name] = actual.contains(name) ? only(actual[name], value) : Json();
  }
  return object;
}

Json changes_of(const Plan& before, const Plan& after, const Json& expected) {
  std::map<std::string, std::string> physical_ids;
  for (const ResolvedResource& resource : before.resolved.resources) {
    physical_ids[resource.definition.logical_id] = "id-" + resource.definition.logical_id;
  }
  Json json = Json::array();
  for (const ResourceChange& change :
       template_changes(before.resolved, after.resolved, physical_ids)) {
    json.push_back({{"Action", change.action},
                    {"LogicalId", change.logical_id},
                    {"PhysicalId", change.physical_id},
                    {"Type", change.type},
                    {"Replacement", change.replacement},
                    {"PolicyAction", change.policy_action},
                    {"Scope", change.scope},
                    {"Details", details_of(change)}});
  }
  return only(json, expected);
}

void check(const TemplateCase& test, const Plan& plan) {
  for (const TemplateBlock& block : test.blocks) {
    INFO("line " << block.line);
    if (block.keyword == "= resources") {
      CHECK(resources_of(plan).dump(1) == Json::parse(block.text).dump(1));
    } else if (block.keyword == "= outputs") {
      CHECK(outputs_of(plan).dump(1) == Json::parse(block.text).dump(1));
    } else if (block.keyword == "= changes") {
      const Plan previous(test.find("previous")->text, test);
      const Json expected = Json::parse(block.text);
      CHECK(changes_of(previous, plan, expected).dump(1) == expected.dump(1));
    }
  }
}

std::string trimmed(std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) {
    text.pop_back();
  }
  return text;
}

void run(const TemplateCase& test) {
  const std::string text = test.find("template")->text;
  if (const TemplateBlock* document = test.find("= document")) {
    CHECK(parse_template_text(text).dump(1) == Json::parse(document->text).dump(1));
    return;
  }
  const TemplateBlock* refusal = test.find("!");
  std::string message;
  try {
    const Plan plan(text, test);
    check(test, plan);
  } catch (const TemplateError& error) {
    message = error.what();
  }
  CHECK(message == (refusal == nullptr ? "" : trimmed(refusal->text)));
}

}  // namespace

TEST_CASE("templates as their text cases have them") {
  std::set<std::filesystem::path> files;
  for (const auto& entry :
       std::filesystem::directory_iterator(TOMBOLA_SOURCE_DIR "/tests/deploy/template")) {
    if (entry.path().extension() == ".test") {
      files.insert(entry.path());
    }
  }
  REQUIRE(files.size() > 5);
  for (const auto& file : files) {
    for (const TemplateCase& test : tombola::tests::read_template_cases(file.string())) {
      INFO(file.filename().string() << ": " << test.name);
      REQUIRE(test.find("template") != nullptr);
      run(test);
    }
  }
}

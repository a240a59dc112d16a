// Custom resources against a provider that is a piece of the test. Their protocol is
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref.html, the reasons of
// failures are those that users report from AWS.
#include <catch2/catch.hpp>

#include "tests/operations/cloudformation/stack_fixture.h"

namespace tombola::tests {
namespace {

using operations::Service;

json success(const json& event, const std::string& id, const json& data = json::object()) {
  return {{"Status", "SUCCESS"},
          {"PhysicalResourceId", id},
          {"StackId", event.at("StackId")},
          {"RequestId", event.at("RequestId")},
          {"LogicalResourceId", event.at("LogicalResourceId")},
          {"Data", data}};
}

json failed(const json& event, const std::string& id, const std::string& reason) {
  json answer = success(event, id);
  answer["Status"] = "FAILED";
  answer["Reason"] = reason;
  return answer;
}

// A template with a custom resource C of those properties, and further resources and outputs.
std::string text(json properties, const json& more = json::object(),
                 const json& outputs = json::object()) {
  if (!properties.contains("ServiceToken")) {
    properties["ServiceToken"] = provider_arn;
  }
  json resources = {{"C", {{"Type", "Custom::Thing"}, {"Properties", properties}}}};
  resources.update(more);
  json document = {{"Resources", resources}};
  if (!outputs.empty()) {
    document["Outputs"] = outputs;
  }
  return document.dump();
}

json create(StackFixture& fixture, const std::string& body) {
  return fixture.run("CreateStack", {{"StackName", "s"}, {"TemplateBody", body}});
}

json update(StackFixture& fixture, const std::string& body) {
  return fixture.run("UpdateStack", {{"StackName", "s"}, {"TemplateBody", body}});
}

json topic(const json& display_name) {
  return {{"T",
           {{"Type", "AWS::SNS::Topic"},
            {"Properties", {{"TopicName", "t"}, {"DisplayName", display_name}}}}}};
}

std::vector<std::string> request_types(StackFixture& fixture) {
  std::vector<std::string> types;
  for (const json& event : fixture.events()) {
    types.push_back(event.at("RequestType"));
  }
  return types;
}

using Types = std::vector<std::string>;

}  // namespace

TEST_CASE("a provider is asked in texts, and its data are attributes") {
  StackFixture fixture([](const json& event) {
    return success(event, "thing-1", {{"Name", "Ada"}, {"a.b", 5}});
  });
  const json made =
      create(fixture, text({{"Count", 5}, {"On", true}, {"List", {1, {{"Deep", false}}}}},
                           topic({{"Fn::GetAtt", {"C", "Name"}}}),
                           {{"Ref", {{"Value", {{"Ref", "C"}}}}},
                            {"Dotted", {{"Value", {{"Fn::GetAtt", "C.a.b"}}}}}}));
  REQUIRE(made.contains("StackId"));
  CHECK(fixture.status("s") == "CREATE_COMPLETE");
  REQUIRE(fixture.events().size() == 1);
  json event = fixture.events()[0];
  CHECK(event["ResponseURL"].get<std::string>().starts_with(
      "http://127.0.0.1:8000/_tombola/custom-resources/"));
  CHECK(event["RequestId"].get<std::string>().size() == 36);
  event.erase("ResponseURL");
  event.erase("RequestId");
  CHECK(event == json{{"RequestType", "Create"},
                      {"ServiceToken", provider_arn},
                      {"StackId", made["StackId"]},
                      {"LogicalResourceId", "C"},
                      {"ResourceType", "Custom::Thing"},
                      {"ResourceProperties",
                       {{"ServiceToken", provider_arn},
                        {"Count", "5"},
                        {"On", "true"},
                        {"List", {"1", {{"Deep", "false"}}}}}}});
  CHECK(fixture.run(
            Service::SNS, "GetTopicAttributes",
            {{"TopicArn", "arn:aws:sns:us-east-1:000000000000:t"}})["Attributes"]["DisplayName"] ==
        "Ada");
  const json outputs = fixture.run("DescribeStacks", {{"StackName", "s"}})["Stacks"][0]["Outputs"];
  CHECK(outputs[0]["OutputValue"] == "5");
  CHECK(outputs[1]["OutputValue"] == "thing-1");
}

TEST_CASE("what a provider refuses is rolled back with its reason, and deleted under its id") {
  StackFixture fixture([](const json& event) {
    return event["RequestType"] == "Create" ? failed(event, "half", "no such thing")
                                            : success(event, "half");
  });
  create(fixture, text({}));
  CHECK(fixture.status("s") == "ROLLBACK_COMPLETE");
  const std::vector<json> events = fixture.events();
  REQUIRE(events.size() == 2);
  CHECK(fixture.event("s", "C", "CREATE_FAILED") ==
        "Received response status [FAILED] from custom resource. Message returned: no such thing "
        "(RequestId: " +
            events[0]["RequestId"].get<std::string>() + ")");
  CHECK(events[1]["RequestType"] == "Delete");
  CHECK(events[1]["PhysicalResourceId"] == "half");
}

TEST_CASE("an update has the old properties, and another physical id replaces the resource") {
  StackFixture fixture([](const json& event) {
    return success(event, "thing-" + event["ResourceProperties"].value("Size", "0"));
  });
  create(fixture, text({{"Size", 1}}));
  update(fixture, text({{"Size", 2}}));
  CHECK(fixture.status("s") == "UPDATE_COMPLETE");
  const std::vector<json> events = fixture.events();
  REQUIRE(request_types(fixture) == Types{"Create", "Update", "Delete"});
  CHECK(events[1]["PhysicalResourceId"] == "thing-1");
  CHECK(events[1]["OldResourceProperties"] == json{{"ServiceToken", provider_arn}, {"Size", "1"}});
  CHECK(events[1]["ResourceProperties"]["Size"] == "2");
  CHECK(events[2]["PhysicalResourceId"] == "thing-1");
  CHECK(events[2]["ResourceProperties"]["Size"] == "1");
  CHECK_FALSE(events[2].contains("OldResourceProperties"));

  fixture.forget_events();
  fixture.run("DeleteStack", {{"StackName", "s"}});
  REQUIRE(request_types(fixture) == Types{"Delete"});
  CHECK(fixture.events()[0]["PhysicalResourceId"] == "thing-2");
}

TEST_CASE("a resource that is to be retained is not deleted") {
  StackFixture fixture([](const json& event) { return success(event, "x"); });
  json document = json::parse(text({}));
  document["Resources"]["C"]["DeletionPolicy"] = "Retain";
  create(fixture, document.dump());
  fixture.run("DeleteStack", {{"StackName", "s"}});
  CHECK(request_types(fixture) == Types{"Create"});
}

TEST_CASE("an update that fails is taken back by an update with the old properties") {
  StackFixture fixture([](const json& event) {
    const std::string size = event["ResourceProperties"]["Size"];
    return size == "3" ? failed(event, event.value("PhysicalResourceId", ""), "too large")
                       : success(event, "x");
  });
  create(fixture, text({{"Size", 1}}));
  update(fixture, text({{"Size", 3}}));
  CHECK(fixture.status("s") == "UPDATE_ROLLBACK_COMPLETE");
  const std::vector<json> events = fixture.events();
  REQUIRE(request_types(fixture) == Types{"Create", "Update", "Update"});
  CHECK(events[2]["ResourceProperties"]["Size"] == "1");
  CHECK(events[2]["OldResourceProperties"]["Size"] == "3");

  // The stack has its old template again, so the same update is one.
  fixture.forget_events();
  CHECK(update(fixture, text({{"Size", 1}}))["message"] == "No updates are to be performed.");
  update(fixture, text({{"Size", 3}}));
  CHECK(request_types(fixture) == Types{"Update", "Update"});
}

TEST_CASE("an attribute that no answer has is the reason of whoever asks for it") {
  StackFixture fixture([](const json& event) {
    return success(event, "x", {{"info", {{"a", 1}}}});
  });
  const json made = create(fixture, text({}, topic({{"Fn::GetAtt", {"C", "info.a"}}})));
  CHECK(fixture.event("s", "T", "CREATE_FAILED") ==
        "CustomResource attribute error: Vendor response doesn't contain info.a attribute in "
        "object " +
            made["StackId"].get<std::string>() + "|C|" +
            fixture.events()[0]["RequestId"].get<std::string>());
}

TEST_CASE("what a provider hides is used, and not shown") {
  StackFixture fixture([](const json& event) {
    json answer = success(event, "x", {{"Secret", "sesame"}});
    answer["NoEcho"] = true;
    return answer;
  });
  create(fixture, text({}, topic({{"Fn::GetAtt", {"C", "Secret"}}}),
                       {{"Out", {{"Value", {{"Fn::GetAtt", {"C", "Secret"}}}}}}}));
  CHECK(fixture.run(
            Service::SNS, "GetTopicAttributes",
            {{"TopicArn", "arn:aws:sns:us-east-1:000000000000:t"}})["Attributes"]["DisplayName"] ==
        "sesame");
  CHECK(fixture.run("DescribeStacks",
                    {{"StackName", "s"}})["Stacks"][0]["Outputs"][0]["OutputValue"] == "*****");
}

TEST_CASE("an answer that is none is said to be none") {
  const auto reason_of = [](const StackFixture::Provider& answer) {
    StackFixture fixture([&](const json& event) {
      return event["RequestType"] == "Create" ? answer(event) : success(event, "x");
    });
    create(fixture, text({}));
    CHECK(fixture.status("s") == "ROLLBACK_COMPLETE");
    return fixture.event("s", "C", "CREATE_FAILED");
  };
  CHECK(reason_of([](const json& event) {
          return success(event, "x", {{"Long", std::string(5000, 'x')}});
        }) == "Response object is too long.");
  CHECK(reason_of([](const json& event) { return success(event, ""); }) ==
        "Invalid PhysicalResourceId");
  CHECK(reason_of([](const json&) {
          return json{{"Status", "FAILURE"}};
        }) == "Invalid Response object: 'FAILURE' is not a valid ResponseStatus");
  CHECK(reason_of([](const json&) { return json("not JSON"); }) ==
        "Invalid Response object: it is not a JSON object");
}

TEST_CASE("a provider that never answers is waited for until ServiceTimeout") {
  StackFixture* server = nullptr;
  StackFixture fixture([&](const json&) {
    server->clock().advance(5000);
    return json();
  });
  server = &fixture;
  create(fixture, text({{"ServiceTimeout", "5"}}));
  CHECK(fixture.status("s") == "ROLLBACK_COMPLETE");
  CHECK(
      fixture.event("s", "C", "CREATE_FAILED") ==
      "CloudFormation did not receive a response from your Custom Resource. Please check your logs "
      "for requestId [" +
          fixture.events()[0]["RequestId"].get<std::string>() +
          "]. If you are using the Python cfn-response module, you may need to update your Lambda "
          "function code so that CloudFormation can attach the updated version.");
}

TEST_CASE("a creation has the time that it is given") {
  StackFixture* server = nullptr;
  StackFixture fixture([&](const json& event) {
    server->clock().advance(61'000);
    return event["RequestType"] == "Create" ? json() : success(event, "x");
  });
  server = &fixture;
  fixture.run("CreateStack",
              {{"StackName", "s"}, {"TimeoutInMinutes", 1}, {"TemplateBody", text({})}});
  CHECK(fixture.status("s") == "ROLLBACK_COMPLETE");
  CHECK(fixture.event("s", "s", "ROLLBACK_IN_PROGRESS") ==
        "Stack creation time exceeded the specified timeout. Rollback requested by user.");
}

TEST_CASE("an update whose way back fails is continued, or goes on without the resource") {
  bool refuses = true;
  StackFixture fixture([&](const json& event) {
    const bool is_back = event["RequestType"] == "Update" && refuses;
    return is_back ? failed(event, "x", "not now") : success(event, "x");
  });
  create(fixture, text({{"Size", 1}}));
  update(fixture, text({{"Size", 2}}));
  CHECK(fixture.status("s") == "UPDATE_ROLLBACK_FAILED");
  const std::string arn =
      fixture.run("DescribeStacks", {{"StackName", "s"}})["Stacks"][0]["StackId"];
  CHECK(update(fixture, text({{"Size", 2}}))["message"] ==
        "Stack:" + arn + " is in UPDATE_ROLLBACK_FAILED state and can not be updated.");
  fixture.run("ContinueUpdateRollback", {{"StackName", "s"}});
  CHECK(fixture.status("s") == "UPDATE_ROLLBACK_FAILED");
  SECTION("it works") {
    refuses = false;
    fixture.forget_events();
    fixture.run("ContinueUpdateRollback", {{"StackName", "s"}});
    CHECK(request_types(fixture) == Types{"Update"});
  }
  SECTION("it is left out") {
    fixture.forget_events();
    fixture.run("ContinueUpdateRollback", {{"StackName", "s"}, {"ResourcesToSkip", {"C"}}});
    CHECK(request_types(fixture).empty());
  }
  CHECK(fixture.status("s") == "UPDATE_ROLLBACK_COMPLETE");
  refuses = false;
  CHECK(update(fixture, text({{"Size", 1}}))["message"] == "No updates are to be performed.");
}

TEST_CASE("an update that is cancelled goes back") {
  StackFixture* server = nullptr;
  StackFixture fixture([&](const json& event) {
    if (event["RequestType"] == "Update" && event["ResourceProperties"]["Size"] == "2") {
      server->run("CancelUpdateStack", {{"StackName", "s"}});
      return json();
    }
    return success(event, "x");
  });
  server = &fixture;
  create(fixture, text({{"Size", 1}}));
  update(fixture, text({{"Size", 2}}));
  CHECK(fixture.status("s") == "UPDATE_ROLLBACK_COMPLETE");
  CHECK(fixture.event("s", "s", "UPDATE_ROLLBACK_IN_PROGRESS") == "User Initiated");
  CHECK(request_types(fixture) == Types{"Create", "Update", "Update"});
}

TEST_CASE("a provider that fails is not waited for") {
  StackFixture fixture([](const json&) -> json { throw std::string("boom"); });
  create(fixture, text({}));
  CHECK(fixture.status("s") == "ROLLBACK_COMPLETE");
  const std::string reason = fixture.event("s", "C", "CREATE_FAILED");
  CHECK(reason.starts_with("CloudFormation did not receive a response from your Custom Resource."));
  CHECK(reason.ends_with("Tombola does not wait for it: the function failed: Error: boom"));
}

TEST_CASE("a provider that misses a package of the SDK says how to get it") {
  StackFixture fixture([](const json&) -> json {
    throw std::string(
        "Error: Cannot find module '@aws-sdk/client-cloudwatch-logs'\nRequire stack:");
  });
  create(fixture, text({}));
  CHECK(fixture.event("s", "C", "CREATE_FAILED")
            .ends_with("; run npm install @aws-sdk/client-cloudwatch-logs where the server runs"));
}

TEST_CASE("a provider that fails to delete what it made leaves it there") {
  bool deletes = false;
  StackFixture fixture([&](const json& event) -> json {
    if (event["RequestType"] == "Delete" && !deletes) {
      throw std::string("in use");
    }
    return success(event, "x");
  });
  create(fixture, text({}));
  fixture.run("DeleteStack", {{"StackName", "s"}});
  CHECK(fixture.status("s") == "DELETE_FAILED");
  deletes = true;
  fixture.run("DeleteStack", {{"StackName", "s"}});
  CHECK(fixture.status("s") == "Stack with id s does not exist");
}

TEST_CASE("a ServiceToken stays what it is") {
  StackFixture fixture([](const json& event) { return success(event, "x"); });
  create(fixture, text({}));
  update(fixture, text({{"ServiceToken", std::string(provider_arn) + ":$LATEST"}}));
  CHECK(fixture.event("s", "C", "UPDATE_FAILED") == "Modifying service token is not allowed.");
}

TEST_CASE("a ServiceToken names one of our functions or topics") {
  StackFixture fixture;
  create(fixture, text({{"ServiceToken", "somebody"}}));
  CHECK(fixture.event("s", "C", "CREATE_FAILED") == "Invalid service token.");
  fixture.run("DeleteStack", {{"StackName", "s"}});
  const std::string nobody = "arn:aws:lambda:us-east-1:000000000000:function:nobody";
  create(fixture, text({{"ServiceToken", nobody}}));
  CHECK(fixture.event("s", "C", "CREATE_FAILED") ==
        "Function not found: " + nobody + " (Service: Lambda, Status Code: 404)");
  CHECK(fixture.status("s") == "ROLLBACK_COMPLETE");
  fixture.run("DeleteStack", {{"StackName", "s"}});
  create(fixture, text({{"ServiceTimeout", 3601}}));
  CHECK(fixture.event("s", "C", "CREATE_FAILED") ==
        "Value of property ServiceTimeout must be a number of seconds from 1 to 3600");
}

}  // namespace tombola::tests

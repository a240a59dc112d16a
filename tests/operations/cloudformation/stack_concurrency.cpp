// Several calls that would change one stack, at once.
#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <thread>

#include <catch2/catch.hpp>

#include "tests/operations/cloudformation/stack_fixture.h"

namespace tombola::tests {
namespace {

json answered(const json& event) {
  return {{"Status", "SUCCESS"},
          {"PhysicalResourceId", event.value("PhysicalResourceId", "x")},
          {"StackId", event.at("StackId")},
          {"RequestId", event.at("RequestId")},
          {"LogicalResourceId", event.at("LogicalResourceId")}};
}

std::string text(int size) {
  return json{{"Resources",
               {{"C",
                 {{"Type", "Custom::Thing"},
                  {"Properties", {{"ServiceToken", provider_arn}, {"Size", size}}}}}}}}
      .dump();
}

// The answers of so many calls that begin at once.
std::vector<json> at_once(int count, const std::function<json(int)>& call) {
  std::vector<json> answers(static_cast<std::size_t>(count));
  std::vector<std::thread> threads;
  std::atomic<int> ready = 0;
  for (int i = 0; i < count; ++i) {
    threads.emplace_back([&, i] {
      ++ready;
      while (ready < count) {
        std::this_thread::yield();
      }
      answers[static_cast<std::size_t>(i)] = call(i);
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  return answers;
}

int successes(const std::vector<json>& answers) {
  return static_cast<int>(std::count_if(answers.begin(), answers.end(), [](const json& answer) {
    return !answer.contains("error");
  }));
}

// Holds the provider until it is told.
class Gate {
 public:
  void wait() {
    std::unique_lock lock(mutex_);
    ++waiting_;
    changed_.notify_all();
    changed_.wait(lock, [this] { return is_open_; });
  }
  void await_one() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return waiting_ > 0; });
  }
  void open() {
    const std::lock_guard lock(mutex_);
    is_open_ = true;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int waiting_ = 0;
  bool is_open_ = false;
};

constexpr int callers = 6;

}  // namespace

TEST_CASE("of several creations of a stack one is let in") {
  StackFixture fixture(answered);
  const auto answers = at_once(callers, [&](int) {
    return fixture.run("CreateStack", {{"StackName", "s"}, {"TemplateBody", text(1)}});
  });
  CHECK(successes(answers) == 1);
  for (const json& answer : answers) {
    if (answer.contains("error")) {
      CHECK(answer["message"] == "Stack [s] already exists");
    }
  }
  CHECK(fixture.events().size() == 1);
  CHECK(fixture.run("DescribeStacks", json::object())["Stacks"].size() == 1);
}

TEST_CASE("of several change sets that create a stack all are of the same stack") {
  StackFixture fixture(answered);
  const auto answers = at_once(callers, [&](int i) {
    return fixture.run("CreateChangeSet", {{"StackName", "s"},
                                           {"ChangeSetName", "c" + std::to_string(i)},
                                           {"ChangeSetType", "CREATE"},
                                           {"TemplateBody", text(1)}});
  });
  CHECK(successes(answers) == callers);
  for (const json& answer : answers) {
    CHECK(answer["StackId"] == answers[0]["StackId"]);
  }
  // One of them is executed, once.
  const auto executions = at_once(callers, [&](int i) {
    return fixture.run("ExecuteChangeSet",
                       {{"StackName", "s"}, {"ChangeSetName", "c" + std::to_string(i % 2)}});
  });
  CHECK(successes(executions) == 1);
  CHECK(fixture.events().size() == 1);
}

TEST_CASE("who comes while a stack is under way is told so") {
  Gate gate;
  StackFixture fixture([&](const json& event) {
    if (event["RequestType"] == "Update") {
      gate.wait();
    }
    return answered(event);
  });
  fixture.run("CreateStack", {{"StackName", "s"}, {"TemplateBody", text(1)}});
  json first;
  std::thread updating([&] {
    first = fixture.run("UpdateStack", {{"StackName", "s"}, {"TemplateBody", text(2)}});
  });
  gate.await_one();
  const json second = fixture.run("UpdateStack", {{"StackName", "s"}, {"TemplateBody", text(3)}});
  const std::string arn =
      fixture.run("DescribeStacks", {{"StackName", "s"}})["Stacks"][0]["StackId"];
  CHECK(second["message"] ==
        "Stack:" + arn + " is in UPDATE_IN_PROGRESS state and can not be updated.");
  CHECK(fixture.run("DeleteStack", {{"StackName", "s"}})["message"] ==
        "Stack [" + arn + "] cannot be deleted while in status UPDATE_IN_PROGRESS");
  CHECK(fixture.run("UpdateTerminationProtection",
                    {{"StackName", "s"}, {"EnableTerminationProtection", true}})["message"] ==
        second["message"]);
  // Another stack does not wait for it.
  const json other =
      fixture.run("CreateStack", {{"StackName", "other"}, {"TemplateBody", text(1)}});
  CHECK(other.contains("StackId"));
  CHECK(fixture.status("other") == "CREATE_COMPLETE");
  gate.open();
  updating.join();
  CHECK(first.contains("StackId"));
  CHECK(fixture.status("s") == "UPDATE_COMPLETE");
}

TEST_CASE("who cancels an update that goes back already is refused, and it goes back") {
  std::thread cancelling;
  json refusal;
  Gate refused;
  StackFixture* running = nullptr;
  StackFixture fixture([&](const json& event) {
    json answer = answered(event);
    if (event["RequestType"] == "Update" && event["ResourceProperties"]["Size"] == "2") {
      answer["Status"] = "FAILED";
      cancelling = std::thread([&] {
        while (refusal.is_null()) {
          refusal = running->run("CancelUpdateStack", {{"StackName", "s"}});
        }
        refused.open();
      });
    } else if (event["RequestType"] == "Update") {
      refused.wait();
    }
    return answer;
  });
  running = &fixture;
  fixture.run("CreateStack", {{"StackName", "s"}, {"TemplateBody", text(1)}});
  fixture.run("UpdateStack", {{"StackName", "s"}, {"TemplateBody", text(2)}});
  cancelling.join();
  CHECK(refusal["message"] == "CancelUpdateStack cannot be called from current stack status");
  CHECK(fixture.status("s") == "UPDATE_ROLLBACK_COMPLETE");
}

TEST_CASE("a stack that waits for a provider is deleted nevertheless") {
  Gate gate;
  StackFixture fixture([&](const json& event) -> json {
    if (event["RequestType"] == "Create") {
      gate.open();
      return json();
    }
    return answered(event);
  });
  std::thread creating([&] {
    fixture.run("CreateStack", {{"StackName", "s"}, {"TemplateBody", text(1)}});
  });
  gate.wait();
  fixture.run("DeleteStack", {{"StackName", "s"}});
  creating.join();
  CHECK(fixture.status("s") == "Stack with id s does not exist");
}

TEST_CASE("a server that stops leaves what is under way, and finds it at the next start") {
  Gate gate;
  StackFixture fixture(
      [&](const json&) -> json {
        gate.open();
        return json();
      },
      std::chrono::milliseconds(0));
  fixture.run("CreateStack", {{"StackName", "s"}, {"TemplateBody", text(1)}});
  gate.wait();
  fixture.stop_stacks();
  fixture.start_stacks();
  CHECK(fixture.status("s") == "CREATE_FAILED");
  CHECK(fixture.event("s", "C", "CREATE_FAILED") == "Tombola was stopped meanwhile");
}

TEST_CASE("a stack within a stack whose creation is broken off goes with its parent") {
  Gate gate;
  StackFixture fixture(
      [&](const json& event) -> json {
        gate.open();
        return event["RequestType"] == "Delete" ? answered(event) : json();
      },
      std::chrono::milliseconds(0));
  fixture.put_template("templates", "child.json", text(1));
  const json parent = {
      {"Resources",
       {{"Child",
         {{"Type", "AWS::CloudFormation::Stack"},
          {"Properties", {{"TemplateURL", "http://127.0.0.1:8000/templates/child.json"}}}}}}}};
  fixture.run("CreateStack", {{"StackName", "s"}, {"TemplateBody", parent.dump()}});
  gate.wait();
  // Known already: what a process that dies now leaves behind.
  const json resource = fixture.run("DescribeStackResources", {{"StackName", "s"}});
  const std::string child = resource["StackResources"][0].value("PhysicalResourceId", "none");
  CHECK(fixture.event("s", "Child", "CREATE_IN_PROGRESS") == "Resource creation Initiated");
  CHECK(fixture.status(child) == "CREATE_IN_PROGRESS");
  fixture.stop_stacks();
  fixture.start_stacks();
  CHECK(fixture.status("s") == "CREATE_FAILED");
  CHECK(fixture.status(child) == "CREATE_FAILED");
  const std::string arn =
      fixture.run("DescribeStacks", {{"StackName", "s"}})["Stacks"][0]["StackId"];
  fixture.run("DeleteStack", {{"StackName", "s"}});
  CHECK(fixture.stacks().wait_until_done(arn));
  CHECK(fixture.status(child) == "DELETE_COMPLETE");
  CHECK(fixture.run("DescribeStacks", json::object())["Stacks"].empty());
}

}  // namespace tombola::tests

"""Custom resources whose providers answer in the ways that are in use: with the modules that AWS has
for code in templates, with HTTPS to the host of ResponseURL whatever its protocol is (CDK's providers,
crhelper), with urllib, and behind a topic."""

import json
import unittest

from support.tombola import Tombola

# Each answers with Data {"Said": <RequestType> <Word>}.
NODE_MODULE = """
const response = require('cfn-response');
exports.handler = (event, context) => {
  const data = { Said: event.RequestType + ' ' + event.ResourceProperties.Word };
  response.send(event, context, response.SUCCESS, data, 'node-module');
};
"""

# Host and path alone, port 443 as it is written in many handlers.
NODE_HTTPS = """
const https = require('https');
const url = require('url');
exports.handler = async (event) => {
  const { hostname, path } = url.parse(event.ResponseURL);
  const body = JSON.stringify({
    Status: 'SUCCESS', Reason: '', PhysicalResourceId: 'node-https', StackId: event.StackId,
    RequestId: event.RequestId, LogicalResourceId: event.LogicalResourceId,
    Data: { Said: event.RequestType + ' ' + event.ResourceProperties.Word },
  });
  await new Promise((resolve, reject) => {
    const headers = { 'content-type': '', 'content-length': Buffer.byteLength(body) };
    const request = https.request({ hostname, port: PORT, path, method: 'PUT', headers }, (answer) => {
      answer.resume();
      answer.statusCode === 200 ? resolve() : reject(new Error(String(answer.statusCode)));
    });
    request.on('error', reject);
    request.end(body);
  });
};
"""

PYTHON_MODULE = """
import cfnresponse
def handler(event, context):
    data = {"Said": event["RequestType"] + " " + event["ResourceProperties"]["Word"]}
    cfnresponse.send(event, context, cfnresponse.SUCCESS, data, "python-module")
"""

PYTHON_HTTPS = """
import http.client
import json
from urllib.parse import urlsplit
def handler(event, context):
    if "Records" in event:
        event = json.loads(event["Records"][0]["Sns"]["Message"])
    said = event["RequestType"] + " " + event["ResourceProperties"]["Word"]
    url = urlsplit(event["ResponseURL"])
    connection = http.client.HTTPSConnection(url.netloc)
    connection.request("PUT", url.path, json.dumps({
        "Status": "FAILED" if "impossible" in said else "SUCCESS", "Reason": said,
        "PhysicalResourceId": "python-https", "StackId": event["StackId"],
        "RequestId": event["RequestId"], "LogicalResourceId": event["LogicalResourceId"],
        "Data": {"Said": said}}))
    assert connection.getresponse().status == 200
"""

# As CDK's provider for LogRetention: the SDK is the runtime's.
NODE_SDK = """
const { CloudWatchLogsClient, CreateLogGroupCommand, PutRetentionPolicyCommand } =
  require('@aws-sdk/client-cloudwatch-logs');
const response = require('cfn-response');
exports.handler = async (event, context) => {
  const logs = new CloudWatchLogsClient();
  const logGroupName = '/kept/for/long';
  await logs.send(new CreateLogGroupCommand({ logGroupName })).catch((error) => {
    if (error.name !== 'ResourceAlreadyExistsException') throw error;
  });
  await logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 30 }));
  const data = { Said: event.RequestType + ' ' + event.ResourceProperties.Word };
  await new Promise((resolve) => {
    response.send(event, { ...context, done: resolve }, response.SUCCESS, data, 'node-sdk');
  });
};
"""

ROLE = "arn:aws:iam::123456789012:role/test"


def function(runtime, code):
    return {"Type": "AWS::Lambda::Function",
            "Properties": {"Runtime": runtime, "Handler": "index.handler", "Timeout": 60,
                           "Role": ROLE, "Code": {"ZipFile": code}}}


FUNCTIONS = {
    "NodeModule": function("nodejs20.x", NODE_MODULE),
    "NodeHttps": function("nodejs20.x", NODE_HTTPS.replace("PORT", "undefined")),
    "NodePort": function("nodejs20.x", NODE_HTTPS.replace("PORT", "443")),
    "NodeSdk": function("nodejs20.x", NODE_SDK),
    "PythonModule": function("python3.12", PYTHON_MODULE),
    "PythonHttps": function("python3.12", PYTHON_HTTPS),
}


def template(word):
    """A custom resource of each function, and one behind a topic; what each said is an output."""
    resources = dict(FUNCTIONS)
    tokens = {name: {"Fn::GetAtt": [name, "Arn"]} for name in FUNCTIONS}
    resources["Topic"] = {"Type": "AWS::SNS::Topic", "Properties": {
        "Subscription": [{"Protocol": "lambda", "Endpoint": tokens["PythonHttps"]}]}}
    tokens["Topic"] = {"Ref": "Topic"}
    for name, token in tokens.items():
        resources[name + "Said"] = {"Type": "Custom::Word",
                                    "Properties": {"ServiceToken": token, "Word": word}}
    outputs = {name: {"Value": {"Fn::GetAtt": [name + "Said", "Said"]}} for name in tokens}
    return json.dumps({"Resources": resources, "Outputs": outputs})


class CustomResources(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Tombola()
        cls.stacks = cls.server.client("cloudformation")

    @classmethod
    def tearDownClass(cls):
        cls.server.stop()

    def said(self):
        [stack] = self.stacks.describe_stacks(StackName="words")["Stacks"]
        return {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}

    def test_providers_answer_in_the_ways_that_are_in_use(self):
        names = [*FUNCTIONS, "Topic"]
        self.stacks.create_stack(StackName="words", TemplateBody=template("hello"))
        self.wait("stack_create_complete")
        self.assertEqual(self.said(), {name: "Create hello" for name in names})
        [group] = self.server.client("logs").describe_log_groups(
            logGroupNamePrefix="/kept/for/long")["logGroups"]
        self.assertEqual(group["retentionInDays"], 30)

        self.stacks.update_stack(StackName="words", TemplateBody=template("bye"))
        self.wait("stack_update_complete")
        self.assertEqual(self.said(), {name: "Update bye" for name in names})

        self.stacks.update_stack(StackName="words", TemplateBody=template("impossible"))
        with self.assertRaisesRegex(Exception, "UPDATE_ROLLBACK_COMPLETE"):
            self.wait("stack_update_complete")
        reasons = [event.get("ResourceStatusReason", "")
                   for event in self.stacks.describe_stack_events(StackName="words")["StackEvents"]
                   if event["ResourceStatus"] == "UPDATE_FAILED"]
        self.assertEqual(len(reasons), 1)
        self.assertRegex(reasons[0], r"^Received response status \[FAILED\] from custom resource\. "
                                     r"Message returned: Update impossible \(RequestId: [-0-9a-f]+\)$")
        self.assertEqual(self.said(), {name: "Update bye" for name in names})

        self.stacks.delete_stack(StackName="words")
        self.wait("stack_delete_complete")
        deleted = self.server.client("lambda").list_functions()["Functions"]
        self.assertEqual(deleted, [])

    def wait(self, what):
        self.stacks.get_waiter(what).wait(StackName="words",
                                          WaiterConfig={"Delay": 1, "MaxAttempts": 90})


if __name__ == "__main__":
    unittest.main()

"""CloudFormation through the AWS CLI: `aws cloudformation deploy` and what goes with it."""

import json
import pathlib
import subprocess
import tempfile
import unittest
import zipfile

from support.tombola import Tombola

# YAML as people write it: short forms, a number as a text, a list in a parameter.
TEMPLATE = """\
AWSTemplateFormatVersion: 2010-09-09
Parameters:
  Stage: {Type: String, AllowedValues: [dev, prod], Default: dev}
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
Resources:
  Orders:
    Type: AWS::DynamoDB::Table
    Properties:
      TableName: !Sub "${Stage}-orders"
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
      KeySchema: [{AttributeName: id, KeyType: HASH}]
  Waiting:
    Type: AWS::SQS::Queue
    Condition: IsProd
    Properties: {VisibilityTimeout: "45"}
Outputs:
  Table: {Value: !GetAtt Orders.Arn, Export: {Name: !Sub "${AWS::StackName}-table"}}
"""

LAYERS = """\
Resources:
  Shared:
    Type: AWS::Lambda::LayerVersion
    Properties: {LayerName: shared, Content: {S3Bucket: parts, S3Key: layer.zip}}
  Layered:
    Type: AWS::Lambda::Function
    Properties:
      FunctionName: layered
      Runtime: python3.12
      Handler: index.handler
      Timeout: "60"
      Role: arn:aws:iam::123456789012:role/test
      Layers: [!Ref Shared]
      Code:
        ZipFile: |
          import shared
          def handler(event, context):
              return shared.NAME
"""


class Stacks(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Tombola()
        cls.home = tempfile.TemporaryDirectory()
        cls.template = pathlib.Path(cls.home.name, "template.yaml")
        cls.template.write_text(TEMPLATE)

    @classmethod
    def tearDownClass(cls):
        cls.home.cleanup()
        cls.server.stop()

    def aws(self, *arguments, fails=False):
        """What the command prints; with fails=True, what it prints on standard error."""
        result = subprocess.run(
            ["/usr/bin/aws", "--endpoint-url", self.server.url, "--output", "json", *arguments],
            capture_output=True, text=True, check=False, timeout=120, stdin=subprocess.DEVNULL,
            env={"PATH": "/usr/bin:/bin", "HOME": self.home.name, "LANG": "C.UTF-8",
                 "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test",
                 "AWS_DEFAULT_REGION": "eu-west-2", "AWS_MAX_ATTEMPTS": "1",
                 "AWS_EC2_METADATA_DISABLED": "true", "AWS_PAGER": ""})
        self.assertEqual(result.returncode != 0, fails, result.stderr)
        return result.stderr if fails else result.stdout

    def deploy(self, *parameters, **more):
        return self.aws("cloudformation", "deploy", "--template-file", str(self.template),
                        "--stack-name", "shop", "--parameter-overrides", *parameters, **more)

    def test_a_stack_is_deployed_changed_left_alone_and_deleted(self):
        self.assertIn("Successfully created/updated stack", self.deploy("Stage=dev"))
        [stack] = json.loads(self.aws("cloudformation", "describe-stacks",
                                      "--stack-name", "shop"))["Stacks"]
        self.assertEqual(stack["StackStatus"], "CREATE_COMPLETE")
        self.assertTrue(stack["Outputs"][0]["OutputValue"].endswith(":table/dev-orders"))
        self.assertIn(":eu-west-2:", stack["StackId"])
        # `deploy` names its change sets by the second, so this one has a name of its own.
        self.aws("cloudformation", "create-change-set", "--stack-name", "shop",
                 "--change-set-name", "none", "--template-body", f"file://{self.template}")
        same = json.loads(self.aws("cloudformation", "describe-change-set",
                                   "--stack-name", "shop", "--change-set-name", "none"))
        self.assertEqual(same["Status"], "FAILED")
        self.assertIn("didn't contain changes", same["StatusReason"])

        self.deploy("Stage=prod")
        tables = json.loads(self.aws("dynamodb", "list-tables"))["TableNames"]
        self.assertEqual(tables, ["prod-orders"])  # the name says that it is another one
        [queue] = json.loads(self.aws("sqs", "list-queues"))["QueueUrls"]
        self.assertIn("shop-Waiting-", queue)

        refused = self.deploy("Stage=test", fails=True)
        self.assertIn("Parameter 'Stage' must be one of AllowedValues", refused)

        self.aws("cloudformation", "delete-stack", "--stack-name", "shop")
        self.aws("cloudformation", "wait", "stack-delete-complete", "--stack-name", "shop")
        self.assertEqual(json.loads(self.aws("dynamodb", "list-tables"))["TableNames"], [])

    def test_a_function_with_code_in_the_template_finds_its_layer(self):
        archive = pathlib.Path(self.home.name, "layer.zip")
        with zipfile.ZipFile(archive, "w") as layer:
            layer.writestr("python/shared.py", "NAME = 'the layer'\n")
        self.aws("s3", "mb", "s3://parts")
        self.aws("s3", "cp", str(archive), "s3://parts/layer.zip")
        template = pathlib.Path(self.home.name, "layers.yaml")
        template.write_text(LAYERS)
        self.aws("cloudformation", "deploy", "--template-file", str(template),
                 "--stack-name", "layers")
        answer = pathlib.Path(self.home.name, "answer.json")
        self.aws("lambda", "invoke", "--function-name", "layered", str(answer))
        self.assertEqual(json.loads(answer.read_text()), "the layer")
        self.aws("cloudformation", "delete-stack", "--stack-name", "layers")
        self.assertEqual(json.loads(self.aws("lambda", "list-layers"))["Layers"], [])

    def test_a_template_is_looked_at_without_a_stack(self):
        body = f"file://{self.template}"
        summary = json.loads(self.aws("cloudformation", "get-template-summary",
                                      "--template-body", body))
        self.assertEqual(sorted(summary["ResourceTypes"]),
                         ["AWS::DynamoDB::Table", "AWS::SQS::Queue"])
        self.aws("cloudformation", "validate-template", "--template-body", body)
        refused = self.aws("cloudformation", "validate-template", "--template-body", "Foo: {}",
                           fails=True)
        self.assertIn("Invalid template property or properties [Foo]", refused)


if __name__ == "__main__":
    unittest.main()

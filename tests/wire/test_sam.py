"""What the SAM CLI asks for, call by call as its source has it (samcli/lib/bootstrap, samcli/lib/deploy):
its own stack with a bucket, the upload, the change set and the wait, the next one, the deletion."""

import io
import json
import time
import unittest
import zipfile

from botocore.exceptions import ClientError, WaiterError

from support.tombola import Tombola

MANAGED = """\
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Description: Managed Stack for AWS SAM CLI
Metadata: {SamCliInfo: 1.170.0}
Resources:
  SamCliSourceBucket:
    Type: AWS::S3::Bucket
    Properties:
      PublicAccessBlockConfiguration:
        {BlockPublicPolicy: "true", BlockPublicAcls: "true", IgnorePublicAcls: "true", RestrictPublicBuckets: "true"}
      BucketEncryption: {ServerSideEncryptionConfiguration: [{ServerSideEncryptionByDefault: {SSEAlgorithm: aws:kms}}]}
      VersioningConfiguration: {Status: Enabled}
      Tags: [{Key: ManagedStackSource, Value: AwsSamCli}]
  SamCliSourceBucketBucketPolicy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref SamCliSourceBucket
      PolicyDocument: {Statement: [{Action: ["s3:GetObject"], Effect: Allow, Principal: {Service: serverlessrepo.amazonaws.com},
        Resource: !Join ["", ["arn:", !Ref "AWS::Partition", ":s3:::", !Ref SamCliSourceBucket, "/*"]]}]}
Outputs:
  SourceBucket: {Value: !Ref SamCliSourceBucket}
"""

APP = """\
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Parameters: {Greeting: {Type: String, Default: hello}}
Globals: {Function: {Timeout: 60, Runtime: python3.12}}
Resources:
  Greet:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: s3://BUCKET/app/KEY
      Handler: app.handler
      Environment: {Variables: {GREETING: !Ref Greeting}}
      Events: {Get: {Type: Api, Properties: {Path: /greet, Method: get}}}
    Metadata: {SamResourceId: Greet}
Outputs:
  Function: {Value: !GetAtt Greet.Arn}
  Url: {Value: !Sub "https://${ServerlessRestApi}.execute-api.${AWS::Region}.${AWS::URLSuffix}/Prod/greet"}
"""

CODE = "import os\ndef handler(event, context):\n    return os.environ['GREETING']\n"


class Sam(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Tombola()
        cls.stacks = cls.server.client("cloudformation")
        cls.s3 = cls.server.client("s3")

    @classmethod
    def tearDownClass(cls):
        cls.server.stop()

    def exists(self, name):
        try:
            [stack] = self.stacks.describe_stacks(StackName=name)["Stacks"]
        except ClientError as error:
            self.assertIn(f"Stack with id {name} does not exist", str(error))
            return False
        return stack["StackStatus"] != "REVIEW_IN_PROGRESS"

    def deploy(self, name, template, **more):
        kind = "UPDATE" if self.exists(name) else "CREATE"
        made = self.stacks.create_change_set(
            StackName=name, ChangeSetName=f"samcli-deploy{time.time_ns()}", ChangeSetType=kind,
            Capabilities=["CAPABILITY_IAM"], Description="Created by SAM CLI", **template, **more)
        wait = {"Delay": 1, "MaxAttempts": 60}
        self.stacks.get_waiter("change_set_create_complete").wait(
            ChangeSetName=made["Id"], StackName=name, WaiterConfig=wait)
        changes = [change for page in self.stacks.get_paginator("describe_change_set").paginate(
            ChangeSetName=made["Id"], StackName=name) for change in page["Changes"]]
        self.stacks.execute_change_set(ChangeSetName=made["Id"], StackName=name, DisableRollback=False)
        self.stacks.get_waiter(f"stack_{kind.lower()}_complete").wait(StackName=name, WaiterConfig=wait)
        pages = self.stacks.get_paginator("describe_stack_events").paginate(StackName=name)
        self.assertEqual(next(iter(pages))["StackEvents"][0]["ResourceStatus"], f"{kind}_COMPLETE")
        [stack] = self.stacks.describe_stacks(StackName=name)["Stacks"]
        return changes, {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}

    def test_an_application_is_deployed_changed_and_deleted(self):
        _, managed = self.deploy("aws-sam-cli-managed-default", {"TemplateBody": MANAGED},
                                 Tags=[{"Key": "ManagedStackSource", "Value": "AwsSamCli"}])
        bucket = managed["SourceBucket"]
        self.assertEqual(self.s3.get_bucket_versioning(Bucket=bucket)["Status"], "Enabled")

        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as code:
            code.writestr("app.py", CODE)
        with self.assertRaises(ClientError):
            self.s3.head_object(Bucket=bucket, Key="app/code")
        self.s3.upload_fileobj(io.BytesIO(archive.getvalue()), bucket, "app/code")
        template = APP.replace("BUCKET", bucket).replace("KEY", "code")
        self.s3.put_object(Bucket=bucket, Key="app/1.template", Body=template)
        url = {"TemplateURL": f"https://s3.eu-west-2.amazonaws.com/{bucket}/app/1.template"}

        changes, outputs = self.deploy("app", url)
        self.assertIn("AWS::Lambda::Function",
                      [change["ResourceChange"]["ResourceType"] for change in changes])
        self.assertRegex(outputs["Url"], r"^http://\w+\.execute-api\.localhost:\d+/Prod/greet$")
        self.assertEqual(self.greeting(outputs), "hello")

        changes, outputs = self.deploy(
            "app", url, Parameters=[{"ParameterKey": "Greeting", "ParameterValue": "good day"}])
        self.assertEqual([change["ResourceChange"]["LogicalResourceId"] for change in changes], ["Greet"])
        self.assertEqual(self.greeting(outputs), "good day")
        # Nothing is new: SAM reads this reason.
        with self.assertRaises(WaiterError) as failed:
            self.deploy("app", url, Parameters=[{"ParameterKey": "Greeting", "UsePreviousValue": True}])
        self.assertIn("The submitted information didn't contain changes",
                      failed.exception.last_response["StatusReason"])

        self.stacks.get_template(StackName="app", TemplateStage="Original")
        self.stacks.delete_stack(StackName="app")
        self.stacks.get_waiter("stack_delete_complete").wait(
            StackName="app", WaiterConfig={"Delay": 1, "MaxAttempts": 60})

    def greeting(self, outputs):
        answer = self.server.client("lambda").invoke(FunctionName=outputs["Function"])
        return json.load(answer["Payload"])


if __name__ == "__main__":
    unittest.main()

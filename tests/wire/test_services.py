"""SQS, SNS, S3, SSM, STS, IAM and API Gateway through boto3 and the AWS CLI of Debian 12, which speak the Query protocol: forms and
XML. boto3 checks the MD5 of what it sends and receives."""

import json
import pathlib
import subprocess
import tempfile
import unittest
import urllib.request

from support.tombola import Tombola


class Services(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Tombola()

    @classmethod
    def tearDownClass(cls):
        cls.server.stop()

    def client(self, service):
        client = self.server.client(service)
        self.addCleanup(client.close)
        return client

    def test_a_queue(self):
        sqs = self.client("sqs")
        url = sqs.create_queue(QueueName="orders", Attributes={"VisibilityTimeout": "10"},
                               tags={"team": "a"})["QueueUrl"]
        self.assertEqual(sqs.list_queues(QueueNamePrefix="ord")["QueueUrls"], [url])
        self.assertEqual(sqs.list_queue_tags(QueueUrl=url)["Tags"], {"team": "a"})
        attributes = {"n": {"DataType": "Number", "StringValue": "1"},
                      "b": {"DataType": "Binary", "BinaryValue": b"\0\1"}}
        sent = sqs.send_message(QueueUrl=url, MessageBody="<a> & b", MessageAttributes=attributes)
        batch = sqs.send_message_batch(QueueUrl=url, Entries=[
            {"Id": "1", "MessageBody": "one"}, {"Id": "2", "MessageBody": "x", "DelaySeconds": 901}])
        self.assertEqual([one["Id"] for one in batch["Successful"]], ["1"])
        self.assertEqual(batch["Failed"][0]["Code"], "InvalidParameterValue")
        received = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, AttributeNames=["All"],
                                       MessageAttributeNames=["All"])["Messages"]
        self.assertEqual([one["Body"] for one in received], ["<a> & b", "one"])
        self.assertEqual(received[0]["MessageId"], sent["MessageId"])
        self.assertEqual(received[0]["MessageAttributes"], attributes)
        self.assertEqual(received[0]["Attributes"]["ApproximateReceiveCount"], "1")
        deleted = sqs.delete_message_batch(QueueUrl=url, Entries=[
            {"Id": str(i), "ReceiptHandle": one["ReceiptHandle"]} for i, one in enumerate(received)])
        self.assertEqual(len(deleted["Successful"]), 2)
        self.assertEqual(
            sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["VisibilityTimeout"])["Attributes"],
            {"VisibilityTimeout": "10"})
        sqs.delete_queue(QueueUrl=url)
        with self.assertRaises(sqs.exceptions.QueueDoesNotExist) as caught:
            sqs.get_queue_url(QueueName="orders")
        self.assertEqual(caught.exception.response["Error"]["Code"],
                         "AWS.SimpleQueueService.NonExistentQueue")
        self.assertEqual(caught.exception.response["Error"]["Message"],
                         "The specified queue does not exist for this wsdl version.")

    def test_a_topic(self):
        sns, sqs = self.client("sns"), self.client("sqs")
        arn = sns.create_topic(Name="t", Attributes={"DisplayName": "T"},
                               Tags=[{"Key": "a", "Value": "b"}])["TopicArn"]
        self.assertEqual(sns.get_topic_attributes(TopicArn=arn)["Attributes"]["DisplayName"], "T")
        self.assertEqual(sns.list_tags_for_resource(ResourceArn=arn)["Tags"],
                         [{"Key": "a", "Value": "b"}])
        url = sqs.create_queue(QueueName="q")["QueueUrl"]
        sns.subscribe(TopicArn=arn, Protocol="sqs", Attributes={"RawMessageDelivery": "true"},
                      Endpoint="arn:aws:sqs:us-east-1:000000000000:q")
        self.assertEqual(len(sns.list_subscriptions_by_topic(TopicArn=arn)["Subscriptions"]), 1)
        sns.publish(TopicArn=arn, Message="hello",
                    MessageAttributes={"k": {"DataType": "String", "StringValue": "v"}})
        message = sqs.receive_message(QueueUrl=url, MessageAttributeNames=["k"])["Messages"][0]
        self.assertEqual(message["Body"], "hello")
        self.assertEqual(message["MessageAttributes"]["k"]["StringValue"], "v")
        with self.assertRaises(sns.exceptions.NotFoundException):
            sns.publish(TopicArn=arn + "x", Message="hello")

    def test_a_bucket(self):
        s3 = self.client("s3")
        s3.create_bucket(Bucket="things", CreateBucketConfiguration={"LocationConstraint": "eu-west-2"})
        self.assertEqual(s3.get_bucket_location(Bucket="things")["LocationConstraint"], "eu-west-2")
        s3.put_object(Bucket="things", Key="a b/ü", Body=b"hello", Metadata={"who": "me"})
        got = s3.get_object(Bucket="things", Key="a b/ü")
        self.assertEqual((got["Body"].read(), got["Metadata"]), (b"hello", {"who": "me"}))
        self.assertEqual([one["Key"] for one in s3.list_objects_v2(Bucket="things")["Contents"]],
                         ["a b/ü"])
        url = s3.generate_presigned_url("get_object", {"Bucket": "things", "Key": "a b/ü"})
        with urllib.request.urlopen(url) as answer:
            self.assertEqual(answer.read(), b"hello")
        with self.assertRaises(s3.exceptions.NoSuchKey):
            s3.get_object(Bucket="things", Key="x")
        s3.delete_objects(Bucket="things", Delete={"Objects": [{"Key": "a b/ü"}]})
        s3.delete_bucket(Bucket="things")

    def test_parameters(self):
        ssm = self.client("ssm")
        ssm.put_parameter(Name="/app/url", Value="a", Type="String",
                          Tags=[{"Key": "team", "Value": "x"}])
        ssm.put_parameter(Name="/app/url", Value="b", Overwrite=True)
        got = ssm.get_parameter(Name="/app/url")["Parameter"]
        self.assertEqual((got["Value"], got["Version"]), ("b", 2))
        self.assertEqual([one["Value"] for one in
                          ssm.get_parameter_history(Name="/app/url")["Parameters"]], ["a", "b"])
        self.assertEqual(ssm.list_tags_for_resource(ResourceType="Parameter",
                                                    ResourceId="/app/url")["TagList"],
                         [{"Key": "team", "Value": "x"}])
        ssm.delete_parameter(Name="/app/url")
        with self.assertRaises(ssm.exceptions.ParameterNotFound):
            ssm.get_parameter(Name="/app/url")

    def test_a_role(self):
        sts = self.client("sts")
        self.assertEqual(sts.get_caller_identity()["Account"], "000000000000")
        answer = sts.assume_role(RoleArn="arn:aws:iam::123456789012:role/deploy",
                                 RoleSessionName="me", Tags=[{"Key": "a", "Value": "b"}])
        self.assertTrue(answer["Credentials"]["AccessKeyId"].startswith("ASIA"))
        self.assertEqual(answer["AssumedRoleUser"]["Arn"],
                         "arn:aws:sts::123456789012:assumed-role/deploy/me")
        with self.assertRaisesRegex(Exception, "ValidationError.*durationSeconds"):
            sts.get_session_token(DurationSeconds=1000000)

    def test_what_cdk_asks_of_its_bucket(self):
        s3 = self.client("s3")
        bucket = "cdk-hnb659fds-assets-000000000000-eu-central-1"
        self.assertEqual(s3.list_objects_v2(Bucket=bucket, MaxKeys=1, Prefix="a.zip")["KeyCount"], 0)
        self.assertEqual(s3.get_bucket_location(Bucket=bucket)["LocationConstraint"], "eu-central-1")
        rule = s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]["Rules"][0]
        self.assertEqual(rule["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"], "AES256")
        s3.put_object(Bucket=bucket, Key="a.zip", Body=b"PK", ServerSideEncryption="AES256",
                      ContentType="application/zip", ChecksumAlgorithm="SHA256")
        self.assertEqual(s3.list_objects_v2(Bucket=bucket, MaxKeys=1, Prefix="a.zip")["KeyCount"], 1)
        # Made by hand, too, as the template of cdk bootstrap makes it.
        s3.create_bucket(Bucket=bucket,
                         CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
        s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
        s3.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration={
            "BlockPublicAcls": True, "BlockPublicPolicy": True})
        s3.put_bucket_policy(Bucket=bucket, Policy='{"Version":"2012-10-17","Statement":[]}')
        with self.assertRaises(s3.exceptions.NoSuchBucket):
            s3.list_objects_v2(Bucket="cdk-hnb659fds-assets-000000000000")

    def test_roles(self):
        iam = self.client("iam")
        document = '{"Version":"2012-10-17","Statement":[]}'
        arn = iam.create_role(RoleName="r", AssumeRolePolicyDocument=document)["Role"]["Arn"]
        self.assertEqual(arn, "arn:aws:iam::000000000000:role/r")
        self.assertEqual(iam.get_role(RoleName="r")["Role"]["AssumeRolePolicyDocument"],
                         json.loads(document))
        iam.put_role_policy(RoleName="r", PolicyName="p", PolicyDocument=document)
        self.assertEqual(iam.list_role_policies(RoleName="r")["PolicyNames"], ["p"])
        iam.delete_role_policy(RoleName="r", PolicyName="p")
        iam.delete_role(RoleName="r")
        with self.assertRaises(iam.exceptions.NoSuchEntityException):
            iam.get_role(RoleName="r")

    def test_apis(self):
        gateway, apis = self.client("apigateway"), self.client("apigatewayv2")
        api = gateway.create_rest_api(name="raffle")
        root = gateway.get_resources(restApiId=api["id"])["items"][0]["id"]
        resource = gateway.create_resource(restApiId=api["id"], parentId=root,
                                           pathPart="pets")["id"]
        method = {"restApiId": api["id"], "resourceId": resource, "httpMethod": "GET"}
        gateway.put_method(**method, authorizationType="NONE")
        gateway.put_integration(**method, type="MOCK",
                                requestTemplates={"application/json": '{"statusCode": 200}'})
        gateway.put_integration_response(**method, statusCode="200",
                                         responseTemplates={"application/json": '{"ok":true}'})
        gateway.create_deployment(restApiId=api["id"], stageName="prod")
        url = f"{self.server.url}/restapis/{api['id']}/prod/pets"
        with urllib.request.urlopen(url) as answer:
            self.assertEqual(json.load(answer), {"ok": True})
        gateway.delete_rest_api(restApiId=api["id"])
        self.assertEqual(gateway.get_rest_apis()["items"], [])
        with self.assertRaises(gateway.exceptions.NotFoundException):
            gateway.get_rest_api(restApiId=api["id"])
        pets = apis.create_api(Name="pets", ProtocolType="HTTP")["ApiId"]
        self.assertEqual([one["ApiId"] for one in apis.get_apis()["Items"]], [pets])
        with self.assertRaises(apis.exceptions.ConflictException):
            for _ in range(2):
                apis.create_stage(ApiId=pets, StageName="dev")

    def aws(self, *arguments):
        text = self.run_aws(*arguments)
        return json.loads(text) if text.strip() else None

    def run_aws(self, *arguments):
        with tempfile.TemporaryDirectory() as home:
            result = subprocess.run(
                ["/usr/bin/aws", "--endpoint-url", self.server.url, "--output", "json", *arguments],
                capture_output=True, text=True, check=False, timeout=120, stdin=subprocess.DEVNULL,
                env={"PATH": "/usr/bin:/bin", "HOME": home, "LANG": "C.UTF-8",
                     "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test",
                     "AWS_DEFAULT_REGION": "eu-west-2", "AWS_MAX_ATTEMPTS": "1",
                     "AWS_EC2_METADATA_DISABLED": "true", "AWS_PAGER": ""})
        self.assertEqual(result.returncode, 0, result.stderr)
        return result.stdout

    def test_the_command_line(self):
        url = self.aws("sqs", "create-queue", "--queue-name", "cli")["QueueUrl"]
        self.aws("sqs", "send-message", "--queue-url", url, "--message-body", "hello")
        received = self.aws("sqs", "receive-message", "--queue-url", url)
        self.assertEqual(received["Messages"][0]["Body"], "hello")
        self.aws("sqs", "purge-queue", "--queue-url", url)

    def test_the_command_line_copies_files(self):
        self.run_aws("s3", "mb", "s3://files")
        with tempfile.TemporaryDirectory() as folder:
            large = pathlib.Path(folder, "large")
            large.write_bytes(bytes(range(256)) * 40_000)  # in parts, so above 8 MB
            self.run_aws("s3", "cp", large, "s3://files/folder/large")
            self.assertIn("10240000 large", self.run_aws("s3", "ls", "s3://files/folder/"))
            back = pathlib.Path(folder, "back")
            self.run_aws("s3", "cp", "s3://files/folder/large", back)
            self.assertEqual(back.read_bytes(), large.read_bytes())
        self.run_aws("s3", "rb", "--force", "s3://files")

    def test_a_service_that_is_not_here_is_named(self):
        with self.assertRaisesRegex(Exception, "Tombola"):
            self.client("ec2").describe_vpcs()


if __name__ == "__main__":
    unittest.main()

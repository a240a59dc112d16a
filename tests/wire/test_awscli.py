"""The operations through the AWS CLI, as a person types them."""

import json
import pathlib
import subprocess
import tempfile
import unittest
import urllib.parse
import urllib.request
import zipfile

from support.tombola import Tombola


class AwsCli(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Tombola()
        cls.home = tempfile.TemporaryDirectory()

    @classmethod
    def tearDownClass(cls):
        cls.home.cleanup()
        cls.server.stop()

    def aws(self, *arguments, fails=False):
        """What the command prints as JSON; with fails=True, what it prints on standard error."""
        result = subprocess.run(
            ["/usr/bin/aws", "--endpoint-url", self.server.url, "--output", "json", *arguments],
            capture_output=True, text=True, check=False, timeout=120, stdin=subprocess.DEVNULL,
            env={"PATH": "/usr/bin:/bin", "HOME": self.home.name, "LANG": "C.UTF-8",
                 "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test",
                 "AWS_DEFAULT_REGION": "eu-west-2", "AWS_MAX_ATTEMPTS": "1",
                 "AWS_EC2_METADATA_DISABLED": "true", "AWS_PAGER": ""})
        if fails:
            self.assertNotEqual(result.returncode, 0)
            return result.stderr
        self.assertEqual(result.returncode, 0, result.stderr)
        return json.loads(result.stdout) if result.stdout.strip() else None

    def test_the_life_of_a_table(self):
        created = self.aws(
            "dynamodb", "create-table", "--table-name", "Notes",
            "--attribute-definitions", "AttributeName=id,AttributeType=S",
            "AttributeName=at,AttributeType=N",
            "--key-schema", "AttributeName=id,KeyType=HASH", "AttributeName=at,KeyType=RANGE",
            "--billing-mode", "PAY_PER_REQUEST",
            "--stream-specification", "StreamEnabled=true,StreamViewType=NEW_IMAGE")
        self.assertEqual(created["TableDescription"]["TableName"], "Notes")
        self.aws("dynamodb", "wait", "table-exists", "--table-name", "Notes")
        self.assertEqual(self.aws("dynamodb", "list-tables"), {"TableNames": ["Notes"]})

        requests = [{"PutRequest": {"Item": {"id": {"S": "a"}, "at": {"N": str(at)}}}}
                    for at in range(20)]
        written = self.aws("dynamodb", "batch-write-item",
                           "--request-items", json.dumps({"Notes": requests}))
        self.assertEqual(written["UnprocessedItems"], {})
        self.aws("dynamodb", "put-item", "--table-name", "Notes",
                 "--item", '{"id":{"S":"b"},"at":{"N":"1"},"text":{"S":"Grüße"}}')
        found = self.aws("dynamodb", "get-item", "--table-name", "Notes",
                         "--key", '{"id":{"S":"b"},"at":{"N":"1.0"}}')
        self.assertEqual(found["Item"]["text"], {"S": "Grüße"})

        # The CLI pages by itself and prints one answer.
        queried = self.aws("dynamodb", "query", "--table-name", "Notes", "--page-size", "6",
                           "--key-condition-expression", "id = :id AND #at >= :at",
                           "--expression-attribute-names", '{"#at":"at"}',
                           "--expression-attribute-values", '{":id":{"S":"a"},":at":{"N":"5"}}')
        self.assertEqual([int(item["at"]["N"]) for item in queried["Items"]], list(range(5, 20)))
        scanned = self.aws("dynamodb", "scan", "--table-name", "Notes", "--page-size", "4")
        self.assertEqual(scanned["Count"], 21)

        streams = self.aws("dynamodbstreams", "list-streams", "--table-name", "Notes")["Streams"]
        arn = streams[0]["StreamArn"]
        shard = self.aws("dynamodbstreams", "describe-stream",
                         "--stream-arn", arn)["StreamDescription"]["Shards"][0]["ShardId"]
        iterator = self.aws("dynamodbstreams", "get-shard-iterator", "--stream-arn", arn,
                            "--shard-id", shard, "--shard-iterator-type", "TRIM_HORIZON")
        records = self.aws("dynamodbstreams", "get-records",
                           "--shard-iterator", iterator["ShardIterator"])["Records"]
        self.assertEqual(len(records), 21)

        removed = self.aws("dynamodb", "delete-item", "--table-name", "Notes",
                           "--key", '{"id":{"S":"b"},"at":{"N":"1"}}',
                           "--return-values", "ALL_OLD")
        self.assertEqual(removed["Attributes"]["text"], {"S": "Grüße"})
        self.aws("dynamodb", "delete-table", "--table-name", "Notes")
        self.aws("dynamodb", "wait", "table-not-exists", "--table-name", "Notes")
        message = self.aws("dynamodb", "scan", "--table-name", "Notes", fails=True)
        self.assertRegex(message, r"\(ResourceNotFoundException\) when calling the Scan operation.*: "
                                  "Requested resource not found")


    def test_the_life_of_a_function(self):
        folder = pathlib.Path(self.home.name)
        with zipfile.ZipFile(folder / "hello.zip", "w") as archive:
            archive.writestr("hello.py", "def handler(event, context):\n    return event['name']\n")
        created = self.aws(
            "lambda", "create-function", "--function-name", "hello", "--runtime", "python3.11",
            "--handler", "hello.handler", "--role", "arn:aws:iam::000000000000:role/any",
            "--zip-file", f"fileb://{folder}/hello.zip", "--timeout", "60", "--tags", "a=b")
        self.assertEqual(created["State"], "Pending")
        self.aws("lambda", "wait", "function-active-v2", "--function-name", "hello")
        invoked = self.aws("lambda", "invoke", "--function-name", "hello",
                           "--cli-binary-format", "raw-in-base64-out",
                           "--payload", '{"name":"Grüße"}', str(folder / "answer.json"))
        self.assertEqual(invoked, {"StatusCode": 200, "ExecutedVersion": "$LATEST"})
        self.assertEqual(json.loads((folder / "answer.json").read_text()), "Grüße")

        published = self.aws("lambda", "publish-version", "--function-name", "hello")
        self.aws("lambda", "create-alias", "--function-name", "hello", "--name", "live",
                 "--function-version", published["Version"])
        invoked = self.aws("lambda", "invoke", "--function-name", "hello:live",
                           "--payload", "e30=", str(folder / "answer.json"))
        self.assertEqual(invoked, {"StatusCode": 200, "ExecutedVersion": "1",
                                   "FunctionError": "Unhandled"})
        self.assertEqual(json.loads((folder / "answer.json").read_text())["errorType"], "KeyError")

        arn = created["FunctionArn"]
        self.aws("lambda", "untag-resource", "--resource", arn, "--tag-keys", "a", "b")
        self.assertEqual(self.aws("lambda", "list-tags", "--resource", arn), {"Tags": {}})
        versions = self.aws("lambda", "list-versions-by-function", "--function-name", "hello",
                            "--page-size", "1")
        self.assertEqual([each["Version"] for each in versions["Versions"]], ["$LATEST", "1"])
        self.aws("lambda", "delete-function", "--function-name", "hello")
        message = self.aws("lambda", "get-function", "--function-name", "hello", fails=True)
        self.assertRegex(message,
                         r"\(ResourceNotFoundException\) when calling the GetFunction operation.*: "
                         "Function not found: "
                         "arn:aws:lambda:us-east-1:000000000000:function:hello")

    def test_a_function_s_url_and_how_its_events_are_handled(self):
        folder = pathlib.Path(self.home.name)
        with zipfile.ZipFile(folder / "url.zip", "w") as archive:
            archive.writestr("url.py", "def handler(event, context):\n    return event['rawPath']\n")
        self.aws("lambda", "create-function", "--function-name", "url", "--runtime", "python3.11",
                 "--handler", "url.handler", "--role", "arn:aws:iam::000000000000:role/any",
                 "--zip-file", f"fileb://{folder}/url.zip", "--timeout", "60", "--publish")
        made = self.aws("lambda", "create-function-url-config", "--function-name", "url",
                        "--auth-type", "NONE", "--cors", "AllowOrigins=*,MaxAge=5")
        self.assertEqual(made["Cors"], {"AllowOrigins": ["*"], "MaxAge": 5})
        host = urllib.parse.urlsplit(made["FunctionUrl"]).netloc
        request = urllib.request.Request(f"http://127.0.0.1:{host.rsplit(':', 1)[1]}/a%20b",
                                         headers={"Host": host})
        with urllib.request.urlopen(request) as answer:
            self.assertEqual(answer.read(), b"/a%20b")
        listed = self.aws("lambda", "list-function-url-configs", "--function-name", "url")
        self.assertEqual([each["AuthType"] for each in listed["FunctionUrlConfigs"]], ["NONE"])

        put = self.aws("lambda", "put-function-event-invoke-config", "--function-name", "url",
                       "--maximum-retry-attempts", "0")
        self.assertEqual(put["DestinationConfig"], {"OnSuccess": {}, "OnFailure": {}})
        message = self.aws("lambda", "put-function-event-invoke-config", "--function-name", "url",
                           "--destination-config", "OnFailure={Destination=arn:aws:sqs:us-east-1:"
                           "000000000000:nobody}", fails=True)
        self.assertRegex(message, r"\(InvalidParameterValueException\).*: The destination ARN "
                                  "arn:aws:sqs:us-east-1:000000000000:nobody is invalid.")
        self.assertEqual(self.aws("lambda", "get-runtime-management-config", "--function-name",
                                  "url")["UpdateRuntimeOn"], "Auto")
        self.assertEqual(self.aws("lambda", "list-provisioned-concurrency-configs",
                                  "--function-name", "url"), {"ProvisionedConcurrencyConfigs": []})
        message = self.aws("lambda", "get-provisioned-concurrency-config", "--function-name",
                           "url", "--qualifier", "1", fails=True)
        self.assertIn("(ProvisionedConcurrencyConfigNotFoundException)", message)


if __name__ == "__main__":
    unittest.main()

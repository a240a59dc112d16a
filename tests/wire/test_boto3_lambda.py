"""The Lambda API through boto3, with handlers in Python."""

import io
import json
import unittest
import urllib.error
import urllib.parse
import urllib.request
import zipfile

from botocore.exceptions import ClientError

from support.tombola import Tombola

ROLE = "arn:aws:iam::000000000000:role/any"


def archive_of(text, name="app.py"):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr(name, text)
    return archive.getvalue()


class Boto3Lambda(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Tombola()
        cls.client = cls.server.client("lambda")

    @classmethod
    def tearDownClass(cls):
        cls.client.close()
        cls.server.stop()

    def make(self, name, text, **more):
        return self.client.create_function(
            FunctionName=name, Runtime="python3.11", Handler="app.handler", Role=ROLE, Timeout=60,
            Code={"ZipFile": archive_of(text)}, **more)

    def refusal_of(self, call, **arguments):
        with self.assertRaises(ClientError) as refused:
            call(**arguments)
        return refused.exception.response

    def printed(self, mark):
        return [json.loads(line.split(f"{mark} ", 1)[1])
                for line in self.server.lines if f"{mark} " in line]

    def test_a_layer_has_packages(self):
        layer = self.client.publish_layer_version(
            LayerName="packages", CompatibleRuntimes=["python3.11"],
            Content={"ZipFile": archive_of("TEXT = 'hello'", "python/greeting.py")})
        self.assertEqual((layer["Version"], layer["CompatibleRuntimes"]), (1, ["python3.11"]))
        made = self.make("layered", "import greeting\n"
                                    "def handler(event, context):\n"
                                    "    return greeting.TEXT\n",
                         Layers=[layer["LayerVersionArn"]])
        self.assertEqual(made["Layers"][0]["CodeSize"], layer["Content"]["CodeSize"])
        answer = self.client.invoke(FunctionName="layered")
        self.assertEqual(json.loads(answer["Payload"].read()), "hello")
        self.client.delete_layer_version(LayerName="packages", VersionNumber=1)
        refused = self.refusal_of(self.client.get_layer_version, LayerName="packages",
                                  VersionNumber=1)
        self.assertEqual(refused["Error"]["Code"], "ResourceNotFoundException")

    def test_a_url_answers_what_the_handler_returns(self):
        self.make("url", "def handler(event, context):\n"
                         "    if event['rawPath'] == '/fail':\n"
                         "        raise ValueError('no')\n"
                         "    return {'statusCode': 201, 'cookies': ['a=1'],\n"
                         "            'body': event['requestContext']['http']['method']}\n")
        made = self.client.create_function_url_config(FunctionName="url", AuthType="NONE")
        host = urllib.parse.urlsplit(made["FunctionUrl"]).netloc

        def call(path):
            return urllib.request.urlopen(urllib.request.Request(
                f"{self.server.url}{path}", headers={"Host": host}, method="PATCH"))

        with call("/") as answer:
            self.assertEqual((answer.status, answer.read()), (201, b"PATCH"))
            self.assertEqual(answer.headers["Set-Cookie"], "a=1")
        with self.assertRaises(urllib.error.HTTPError) as failed:
            call("/fail")
        with failed.exception as answer:
            self.assertEqual((answer.code, answer.read()), (502, b"Internal Server Error"))
        error = self.refusal_of(self.client.create_function_url_config, FunctionName="url",
                                AuthType="NONE")
        self.assertEqual(error["Error"]["Code"], "ResourceConflictException")

    def test_the_record_of_a_success_goes_to_the_destination(self):
        told = self.make("told", "import json\ndef handler(event, context):\n"
                                 "    print('TOLD', json.dumps(event))\n")
        self.make("works", "def handler(event, context):\n    return event['n'] + 1\n",
                  Publish=True)
        self.client.create_alias(FunctionName="works", Name="live", FunctionVersion="1")
        config = self.client.put_function_event_invoke_config(
            FunctionName="works", Qualifier="live", MaximumEventAgeInSeconds=60,
            DestinationConfig={"OnSuccess": {"Destination": told["FunctionArn"]}})
        self.assertTrue(config["FunctionArn"].endswith(":function:works:live"))
        # Of another qualifier than the configuration's: nobody is told.
        for qualifier in ("$LATEST", "live"):
            self.client.invoke(FunctionName="works", Qualifier=qualifier, InvocationType="Event",
                               Payload=b'{"n":1}')
        self.server.wait_until_idle()
        [record] = self.printed("TOLD")
        self.assertEqual(record["requestContext"]["condition"], "Success")
        self.assertEqual(record["responseContext"], {"statusCode": 200, "executedVersion": "1"})
        self.assertEqual((record["requestPayload"], record["responsePayload"]), ({"n": 1}, 2))
        self.client.delete_function_event_invoke_config(FunctionName="works", Qualifier="live")
        error = self.refusal_of(self.client.get_function_event_invoke_config, FunctionName="works",
                                Qualifier="live")
        self.assertEqual(error["ResponseMetadata"]["HTTPStatusCode"], 404)

    def test_what_terraform_reads_of_a_function(self):
        self.make("read", "def handler(event, context):\n    pass\n")
        name = {"FunctionName": "read"}
        self.assertEqual(self.client.list_provisioned_concurrency_configs(
            **name)["ProvisionedConcurrencyConfigs"], [])
        self.assertNotIn("CodeSigningConfigArn",
                         self.client.get_function_code_signing_config(**name))
        error = self.refusal_of(self.client.get_provisioned_concurrency_config, Qualifier="live",
                                **name)
        self.assertEqual(error["Error"]["Code"], "ResourceNotFoundException")


if __name__ == "__main__":
    unittest.main()

"""CloudWatch Logs through boto3, and `aws logs tail` of the AWS CLI of Debian 12."""

import io
import os
import subprocess
import threading
import time
import unittest
import zipfile

from botocore.exceptions import ClientError

from support.tombola import CREDENTIALS, Tombola

HANDLER = """
def handler(event, context):
    print("hello", event["n"])
    return event["n"]
"""


def archive(text):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as zipped:
        zipped.writestr("app.py", text)
    return out.getvalue()


class Logs(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Tombola()
        cls.function = cls.server.client("lambda")
        cls.function.create_function(
            FunctionName="talk", Runtime="python3.11", Handler="app.handler", Timeout=60,
            Role="arn:aws:iam::123456789012:role/test", Code={"ZipFile": archive(HANDLER)})

    @classmethod
    def tearDownClass(cls):
        cls.function.close()
        cls.server.stop()

    def client(self, service):
        client = self.server.client(service)
        self.addCleanup(client.close)
        return client

    def tail(self, *arguments):
        environment = {**os.environ, "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test",
                       "AWS_DEFAULT_REGION": CREDENTIALS["region_name"], "PYTHONUNBUFFERED": "1"}
        return subprocess.Popen(
            ["/usr/bin/aws", "--endpoint-url", self.server.url, "logs", "tail", "/aws/lambda/talk",
             *arguments], env=environment, stdout=subprocess.PIPE, text=True)

    def test_events(self):
        logs = self.client("logs")
        logs.create_log_group(logGroupName="app")
        logs.create_log_stream(logGroupName="app", logStreamName="s")
        now = int(time.time() * 1000)
        logs.put_log_events(logGroupName="app", logStreamName="s", logEvents=[
            {"timestamp": now + i, "message": f"line {i}"} for i in range(25)])
        pages = logs.get_paginator("filter_log_events").paginate(
            logGroupName="app", PaginationConfig={"PageSize": 10})
        self.assertEqual([event["message"] for page in pages for event in page["events"]],
                         [f"line {i}" for i in range(25)])
        first = logs.get_log_events(logGroupName="app", logStreamName="s", limit=20,
                                    startFromHead=True)
        second = logs.get_log_events(logGroupName="app", logStreamName="s", startFromHead=True,
                                     nextToken=first["nextForwardToken"])
        self.assertEqual([event["message"] for event in second["events"]],
                         [f"line {i}" for i in range(20, 25)])
        with self.assertRaises(logs.exceptions.ResourceAlreadyExistsException):
            logs.create_log_group(logGroupName="app")
        with self.assertRaises(ClientError) as caught:
            logs.describe_log_streams(logGroupName="none")
        self.assertEqual(caught.exception.response["Error"], {
            "Code": "ResourceNotFoundException",
            "Message": "The specified log group does not exist."})

    def test_tail_shows_a_function_s_lines(self):
        self.function.invoke(FunctionName="talk", Payload=b'{"n":1}')
        tail = self.tail("--format", "short", "--since", "1h", "--filter-pattern", "hello")
        output, _ = tail.communicate(timeout=90)
        self.assertEqual(tail.returncode, 0)
        self.assertRegex(output, r"(?m)^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d hello 1$")

    def test_tail_follows(self):
        self.function.invoke(FunctionName="talk", Payload=b'{"n":2}')
        tail = self.tail("--follow", "--since", "1h")
        # Whatever goes wrong, reading comes to an end.
        timer = threading.Timer(90, tail.kill)
        timer.start()
        try:
            self.assertTrue(any("hello 2" in line for line in tail.stdout))
            # It asks again after five seconds.
            self.function.invoke(FunctionName="talk", Payload=b'{"n":3}')
            self.assertTrue(any("hello 3" in line for line in tail.stdout))
        finally:
            timer.cancel()
            tail.kill()
            tail.wait()
            tail.stdout.close()


if __name__ == "__main__":
    unittest.main()

"""DynamoDB and its streams through boto3."""

import http.client
import json
import pathlib
import tempfile
import unittest
import zlib
from decimal import Decimal

from boto3.dynamodb.conditions import Key
from boto3.dynamodb.types import Binary
from botocore.exceptions import ClientError

from support.tombola import Tombola

HANDLERS = pathlib.Path(__file__).parent / "handlers"


def create_table(server, name, sort_type=None, stream=None):
    keys = [("pk", "S", "HASH")] + ([("sk", sort_type, "RANGE")] if sort_type else [])
    table = server.resource("dynamodb").create_table(
        TableName=name,
        AttributeDefinitions=[{"AttributeName": n, "AttributeType": t} for n, t, _ in keys],
        KeySchema=[{"AttributeName": n, "KeyType": k} for n, _, k in keys],
        BillingMode="PAY_PER_REQUEST",
        **({"StreamSpecification": {"StreamEnabled": True, "StreamViewType": stream}}
           if stream else {}))
    table.wait_until_exists()
    return table


class Boto3(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Tombola()
        cls.client = cls.server.client("dynamodb")

    @classmethod
    def tearDownClass(cls):
        cls.client.close()
        cls.server.stop()

    def test_all_ten_types_come_back_as_they_went_in(self):
        table = create_table(self.server, "Types")
        item = {
            "pk": "Grüße, 世界 \U0001F600",
            "number": Decimal("-12345678901234567890.123456789012345678"),
            "binary": Binary(bytes(range(256))),
            "true": True,
            "false": False,
            "null": None,
            "strings": {"a", "Zoë"},
            "numbers": {Decimal("1"), Decimal("-2.5")},
            "binaries": {Binary(b"\x00"), Binary(b"\xff\x01")},
            "list": ["x", Decimal("1"), [None, {}]],
            "map": {"deep": {"deeper": [Decimal("0")]}},
        }
        table.put_item(Item=item)
        self.assertEqual(table.get_item(Key={"pk": item["pk"]})["Item"], item)
        old = table.delete_item(Key={"pk": item["pk"]}, ReturnValues="ALL_OLD")["Attributes"]
        self.assertEqual(old, item)
        self.assertNotIn("Item", table.get_item(Key={"pk": item["pk"]}))

    def test_query_with_the_conditions_that_boto3_builds(self):
        table = create_table(self.server, "Query", sort_type="N")
        with table.batch_writer() as batch:
            for sort in range(-20, 20):
                batch.put_item(Item={"pk": "a", "sk": sort})
                batch.put_item(Item={"pk": "b", "sk": sort})

        def found(condition, **more):
            items = table.query(KeyConditionExpression=condition, **more)["Items"]
            return [int(item["sk"]) for item in items if item["pk"] == "a"]

        of_a = Key("pk").eq("a")
        self.assertEqual(found(of_a), list(range(-20, 20)))
        self.assertEqual(found(of_a & Key("sk").between(-3, 3)), list(range(-3, 4)))
        self.assertEqual(found(of_a & Key("sk").lt(-18)), [-20, -19])
        self.assertEqual(found(of_a & Key("sk").gte(18)), [18, 19])
        self.assertEqual(found(of_a & Key("sk").eq(Decimal("0.0"))), [0])
        self.assertEqual(found(of_a, ScanIndexForward=False, Limit=2), [19, 18])

    def test_begins_with(self):
        table = create_table(self.server, "Begins", sort_type="S")
        for sort in ("2025-12-31", "2026-01-01", "2026-02-01", "2027-01-01"):
            table.put_item(Item={"pk": "a", "sk": sort})
        items = table.query(
            KeyConditionExpression=Key("pk").eq("a") & Key("sk").begins_with("2026-"))["Items"]
        self.assertEqual([item["sk"] for item in items], ["2026-01-01", "2026-02-01"])

    def test_scan_pages_and_segments(self):
        table = create_table(self.server, "Scan")
        expected = {f"key {i}" for i in range(200)}
        with table.batch_writer() as batch:
            for key in expected:
                batch.put_item(Item={"pk": key})
        pages = self.client.get_paginator("scan").paginate(
            TableName="Scan", PaginationConfig={"PageSize": 30})
        seen = [item["pk"]["S"] for page in pages for item in page["Items"]]
        self.assertEqual(len(seen), 200)
        self.assertEqual(set(seen), expected)
        segments = [table.scan(Segment=n, TotalSegments=3)["Items"] for n in range(3)]
        self.assertEqual(sum(map(len, segments)), 200)
        self.assertEqual({item["pk"] for items in segments for item in items}, expected)

    def test_batches(self):
        create_table(self.server, "Batch")
        resource = self.server.resource("dynamodb")
        writes = [{"PutRequest": {"Item": {"pk": str(i), "n": i}}} for i in range(25)]
        answer = resource.batch_write_item(RequestItems={"Batch": writes})
        self.assertEqual(answer["UnprocessedItems"], {})
        keys = [{"pk": str(i)} for i in range(25)]
        items = resource.batch_get_item(RequestItems={"Batch": {"Keys": keys}})["Responses"]["Batch"]
        self.assertEqual(sorted(int(item["n"]) for item in items), list(range(25)))

    def test_errors_are_boto3s_own(self):
        with self.assertRaises(self.client.exceptions.ResourceNotFoundException) as caught:
            self.client.describe_table(TableName="Nowhere")
        self.assertEqual(caught.exception.response["Error"]["Message"],
                         "Requested resource not found: Table: Nowhere not found")
        self.assertEqual(caught.exception.response["ResponseMetadata"]["HTTPStatusCode"], 400)
        create_table(self.server, "Taken")
        with self.assertRaises(self.client.exceptions.ResourceInUseException):
            create_table(self.server, "Taken")
        with self.assertRaises(ClientError) as caught:
            self.client.get_item(TableName="Taken", Key={"wrong": {"S": "x"}})
        self.assertEqual(caught.exception.response["Error"]["Code"], "ValidationException")
        self.assertEqual(caught.exception.response["Error"]["Message"],
                         "The provided key element does not match the schema")

    def test_streams(self):
        table = create_table(self.server, "Streamed", stream="NEW_AND_OLD_IMAGES")
        streams = self.server.client("dynamodbstreams")
        table.put_item(Item={"pk": "x", "v": 1})
        table.put_item(Item={"pk": "x", "v": 2})
        table.delete_item(Key={"pk": "x"})
        arn = streams.list_streams(TableName="Streamed")["Streams"][0]["StreamArn"]
        table.reload()
        self.assertEqual(arn, table.latest_stream_arn)
        shards = streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]
        iterator = streams.get_shard_iterator(
            StreamArn=arn, ShardId=shards[0]["ShardId"],
            ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
        page = streams.get_records(ShardIterator=iterator)
        self.assertEqual([record["eventName"] for record in page["Records"]],
                         ["INSERT", "MODIFY", "REMOVE"])
        modify = page["Records"][1]["dynamodb"]
        self.assertEqual(modify["OldImage"], {"pk": {"S": "x"}, "v": {"N": "1"}})
        self.assertEqual(modify["NewImage"], {"pk": {"S": "x"}, "v": {"N": "2"}})
        self.assertIn("NextShardIterator", page)
        with self.assertRaises(streams.exceptions.ResourceNotFoundException):
            streams.describe_stream(StreamArn=arn.rsplit("/", 1)[0] + "/2001-01-01T00:00:00.000")
        streams.close()

    def test_every_answer_carries_its_checksum_and_request_id(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port)
        for target, body in [("ListTables", "{}"), ("ListTables", '{"Limit":0}'), ("Nothing", "{}")]:
            connection.request("POST", "/", body, {
                "X-Amz-Target": f"DynamoDB_20120810.{target}",
                "Content-Type": "application/x-amz-json-1.0",
                "X-Amz-Date": "20260101T000000Z",
                "Authorization": "AWS4-HMAC-SHA256 Credential=test/20260101/eu-west-2/dynamodb/"
                                 "aws4_request, SignedHeaders=host, Signature=0"})
            answer = connection.getresponse()
            content = answer.read()
            json.loads(content)
            self.assertEqual(int(answer.headers["x-amz-crc32"]), zlib.crc32(content))
            self.assertRegex(answer.headers["x-amzn-RequestId"], r"^[0-9A-Z]{52}$")
            self.assertEqual(answer.headers["Content-Type"], "application/x-amz-json-1.0")
        connection.close()


class Trigger(unittest.TestCase):
    def test_a_python_handler_sees_every_write_in_order(self):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder, "records")
            server = Tombola("--trigger", f"Source={HANDLERS / 'record.py'}",
                             "--env", f"RECORD_FILE={file}")
            try:
                table = create_table(server, "Source", sort_type="N", stream="NEW_IMAGE")
                with table.batch_writer() as batch:
                    for i in range(500):
                        batch.put_item(Item={"pk": "p", "sk": i})
                server.wait_until_idle()
                records = [json.loads(line) for line in file.read_text().splitlines()]
            finally:
                server.stop()
        numbers = [int(record["dynamodb"]["SequenceNumber"]) for record in records]
        self.assertEqual(numbers, sorted(set(numbers)))
        self.assertEqual({int(record["dynamodb"]["Keys"]["sk"]["N"]) for record in records},
                         set(range(500)))


if __name__ == "__main__":
    unittest.main()

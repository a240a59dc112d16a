"""Shards through boto3, read as a Kinesis Client Library worker does: with leases and checkpoints,
parents before their children."""

import json
import unittest
import urllib.request
from collections import defaultdict


from support.tombola import Tombola


class Worker:
    """Keeps a checkpoint for each shard; takes up a child once its parents are done."""

    def __init__(self, client, arn):
        self.client = client
        self.arn = arn
        self.checkpoints = {}  # by shard id; "SHARD_END" when it is done
        self.records = defaultdict(list)  # by key

    def shards(self):
        found = []
        for page in iter(self._pages()):
            found.extend(page)
        return found

    def _pages(self):
        start = {}
        while True:
            description = self.client.describe_stream(
                StreamArn=self.arn, Limit=2, **start)["StreamDescription"]
            yield description["Shards"]
            if "LastEvaluatedShardId" not in description:
                return
            start = {"ExclusiveStartShardId": description["LastEvaluatedShardId"]}

    def work(self, pages):
        """Reads at most so many pages; False when there is nothing more to read for now."""
        moved = False
        shards = self.shards()
        known = {shard["ShardId"] for shard in shards}
        for shard in shards:
            parent = shard.get("ParentShardId")
            if parent in known and self.checkpoints.get(parent) != "SHARD_END":
                continue
            moved = self._read(shard["ShardId"], pages) or moved
        return moved

    def _read(self, shard_id, pages):
        checkpoint = self.checkpoints.get(shard_id)
        if checkpoint == "SHARD_END":
            return False
        place = ({"ShardIteratorType": "AFTER_SEQUENCE_NUMBER", "SequenceNumber": checkpoint}
                 if checkpoint else {"ShardIteratorType": "TRIM_HORIZON"})
        iterator = self.client.get_shard_iterator(
            StreamArn=self.arn, ShardId=shard_id, **place)["ShardIterator"]
        moved = False
        for _ in range(pages):
            page = self.client.get_records(ShardIterator=iterator, Limit=5)
            for record in page["Records"]:
                change = record["dynamodb"]
                self.records[change["Keys"]["pk"]["S"]].append(int(change["NewImage"]["n"]["N"]))
                self.checkpoints[shard_id] = change["SequenceNumber"]
                moved = True
            if "NextShardIterator" not in page:
                self.checkpoints[shard_id] = "SHARD_END"
                return True
            iterator = page["NextShardIterator"]
        return moved


class Shards(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Tombola("--stream-shards", "3")
        cls.dynamodb = cls.server.client("dynamodb")
        cls.streams = cls.server.client("dynamodbstreams")

    @classmethod
    def tearDownClass(cls):
        cls.dynamodb.close()
        cls.streams.close()
        cls.server.stop()

    def create_table(self, name):
        table = self.dynamodb.create_table(
            TableName=name,
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
            BillingMode="PAY_PER_REQUEST",
            StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"})
        self.dynamodb.get_waiter("table_exists").wait(TableName=name)
        return table["TableDescription"]["LatestStreamArn"]

    def reshard(self, change):
        request = urllib.request.Request(f"{self.server.url}/_tombola/streams",
                                         data=json.dumps(change).encode(), method="POST")
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)["Shards"]

    def test_a_worker_with_checkpoints_gets_every_key_once_and_in_order(self):
        arn = self.create_table("Worker")
        worker = Worker(self.streams, arn)
        written = defaultdict(list)
        for n in range(200):
            key = f"key{n % 11}"
            self.dynamodb.put_item(TableName="Worker", Item={"pk": {"S": key}, "n": {"N": str(n)}})
            written[key].append(n)
            if n % 40 == 20:
                self.reshard({"table": "Worker", "roll": True})
            if n % 40 == 30:
                open_shards = [shard for shard in worker.shards()
                               if "EndingSequenceNumber" not in shard["SequenceNumberRange"]]
                self.reshard({"table": "Worker", "split": open_shards[n % 3]["ShardId"]})
            if n % 7 == 0:
                worker.work(pages=1)
        while worker.work(pages=3):
            pass
        self.assertEqual(dict(worker.records), dict(written))
        # Three at first, one more with each of five splits.
        open_shards = [shard for shard in worker.shards()
                       if worker.checkpoints.get(shard["ShardId"]) != "SHARD_END"]
        self.assertEqual(len(open_shards), 8)

    def test_a_shard_that_is_not_there_is_refused_in_the_words_of_aws(self):
        arn = self.create_table("Missing")
        with self.assertRaises(self.streams.exceptions.ResourceNotFoundException) as refused:
            self.streams.get_shard_iterator(
                StreamArn=arn, ShardId="shardId-00000001414562045508-2bac9cd2",
                ShardIteratorType="LATEST")
        self.assertEqual(refused.exception.response["Error"]["Message"],
                         "Requested resource not found: Shard does not exist")


if __name__ == "__main__":
    unittest.main()

// DynamoDB Streams through the AWS SDK: what makes a record, what is in it, how it is read.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import {
  BatchWriteItemCommand,
  DeleteItemCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  PutItemCommand,
  UpdateTableCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListStreamsCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-dynamodb-streams';

import { Server } from './support/server.mjs';
import { createTable, putAll, readStream } from './support/tables.mjs';

describe('streams', () => {
  let server;
  const send = (command) => server.dynamoDb.send(command);
  const ask = (command) => server.streams.send(command);
  const put = (TableName, Item) => send(new PutItemCommand({ TableName, Item }));
  const remove = (TableName, id) => send(new DeleteItemCommand({ TableName, Key: { id: { S: id } } }));
  const refused = (promise, message) =>
    assert.rejects(promise, { name: 'ValidationException', message });

  const streamOf = async (TableName) =>
    (await send(new DescribeTableCommand({ TableName }))).Table.LatestStreamArn;
  const describeStream = async (StreamArn, more) =>
    (await ask(new DescribeStreamCommand({ StreamArn, ...more }))).StreamDescription;
  const iterator = async (StreamArn, ShardIteratorType, SequenceNumber) => {
    const { Shards } = await describeStream(StreamArn);
    const { ShardIterator } = await ask(
      new GetShardIteratorCommand({ StreamArn, ShardId: Shards[0].ShardId, ShardIteratorType, SequenceNumber }),
    );
    return ShardIterator;
  };
  const getRecords = (ShardIterator, Limit) => ask(new GetRecordsCommand({ ShardIterator, Limit }));
  const ids = (records) => records.map((record) => record.dynamodb.Keys.id.S);

  before(async () => (server = await Server.start()));
  after(() => server?.stop());

  test('INSERT, MODIFY and REMOVE carry the images of each view type', async () => {
    const one = { id: { S: 'x' }, v: { N: '1' } };
    const two = { id: { S: 'x' }, v: { N: '2' } };
    const Keys = { id: { S: 'x' } };
    const expected = {
      KEYS_ONLY: [{}, {}, {}],
      NEW_IMAGE: [{ NewImage: one }, { NewImage: two }, {}],
      OLD_IMAGE: [{}, { OldImage: one }, { OldImage: two }],
      NEW_AND_OLD_IMAGES: [{ NewImage: one }, { NewImage: two, OldImage: one }, { OldImage: two }],
    };
    for (const [view, images] of Object.entries(expected)) {
      const table = await createTable(server, { stream: view });
      await put(table, one);
      await put(table, two);
      await remove(table, 'x');
      const records = await readStream(server, await streamOf(table));
      assert.deepEqual(records.map((r) => r.eventName), ['INSERT', 'MODIFY', 'REMOVE'], view);
      records.forEach(({ dynamodb }, i) => {
        const { NewImage, OldImage } = dynamodb;
        const shown = { ...(NewImage && { NewImage }), ...(OldImage && { OldImage }) };
        assert.deepEqual(shown, images[i], `${view} ${i}`);
        assert.deepEqual(dynamodb.Keys, Keys);
        assert.equal(dynamodb.StreamViewType, view);
      });
    }
  });

  test('a record has AWS’s fields', async () => {
    const table = await createTable(server, { stream: 'NEW_AND_OLD_IMAGES' });
    const before_s = Math.floor(Date.now() / 1000);
    await put(table, { id: { S: 'Fred' } });
    const [record] = await readStream(server, await streamOf(table));
    assert.match(record.eventID, /^[0-9a-f]{32}$/);
    assert.equal(record.eventVersion, '1.1');
    assert.equal(record.eventSource, 'aws:dynamodb');
    assert.match(record.awsRegion, /^[a-z]{2}-[a-z]+-\d$/);
    assert.equal(record.userIdentity, undefined);
    assert.match(record.dynamodb.SequenceNumber, /^[1-9]\d{20,39}$/);
    const created_s = record.dynamodb.ApproximateCreationDateTime / 1000;
    assert.ok(Number.isInteger(created_s) && created_s >= before_s && created_s <= before_s + 60);
    // Keys (2 + 4) and new image (2 + 4).
    assert.equal(record.dynamodb.SizeBytes, 12);
  });

  test('nothing changed, nothing recorded', async () => {
    const table = await createTable(server, { stream: 'NEW_AND_OLD_IMAGES' });
    const item = {
      id: { S: 'x' },
      n: { N: '10' },
      set: { NS: ['1', '2'] },
      map: { M: { a: { S: '1' }, b: { S: '2' } } },
    };
    await put(table, item);
    await put(table, item);
    // The same values, written otherwise.
    await put(table, {
      map: { M: { b: { S: '2' }, a: { S: '1' } } },
      set: { NS: ['2.0', '1'] },
      n: { N: '1e1' },
      id: { S: 'x' },
    });
    await send(new BatchWriteItemCommand({ RequestItems: { [table]: [{ PutRequest: { Item: item } }] } }));
    await remove(table, 'never there');
    const records = await readStream(server, await streamOf(table));
    assert.deepEqual(records.map((r) => r.eventName), ['INSERT']);
  });

  test('a batch makes one record for each item it changes', async () => {
    const table = await createTable(server, { stream: 'KEYS_ONLY' });
    await put(table, { id: { S: 'gone' } });
    await send(
      new BatchWriteItemCommand({
        RequestItems: {
          [table]: [
            { PutRequest: { Item: { id: { S: 'a' } } } },
            { DeleteRequest: { Key: { id: { S: 'gone' } } } },
            { PutRequest: { Item: { id: { S: 'b' } } } },
          ],
        },
      }),
    );
    const records = await readStream(server, await streamOf(table));
    const seen = records.slice(1).map((r) => `${r.eventName} ${r.dynamodb.Keys.id.S}`);
    assert.deepEqual(seen.sort(), ['INSERT a', 'INSERT b', 'REMOVE gone']);
    const numbers = records.map((r) => BigInt(r.dynamodb.SequenceNumber));
    assert.ok(numbers.every((n, i) => i === 0 || n > numbers[i - 1]));
    assert.equal(new Set(records.map((r) => r.eventID)).size, 4);
  });

  test('DescribeStream tells the stream and its shards', async () => {
    const table = await createTable(server, { hash: 'id:S', range: 'at:N', stream: 'NEW_IMAGE' });
    const StreamArn = await streamOf(table);
    const stream = await describeStream(StreamArn);
    assert.equal(stream.StreamArn, StreamArn);
    assert.ok(StreamArn.endsWith(`/stream/${stream.StreamLabel}`));
    assert.equal(stream.StreamStatus, 'ENABLED');
    assert.equal(stream.StreamViewType, 'NEW_IMAGE');
    assert.equal(stream.TableName, table);
    assert.ok(stream.CreationRequestDateTime instanceof Date);
    assert.deepEqual(stream.KeySchema, [
      { AttributeName: 'id', KeyType: 'HASH' },
      { AttributeName: 'at', KeyType: 'RANGE' },
    ]);
    assert.ok(stream.Shards.length >= 1);
    for (const shard of stream.Shards) {
      assert.match(shard.ShardId, /^shardId-\d{20}-[0-9a-f]{8}$/);
      assert.match(shard.SequenceNumberRange.StartingSequenceNumber, /^\d{21,40}$/);
      assert.equal(shard.SequenceNumberRange.EndingSequenceNumber, undefined);
    }
    const past = await describeStream(StreamArn, { ExclusiveStartShardId: stream.Shards.at(-1).ShardId });
    assert.deepEqual(past.Shards, []);
  });

  test('the four iterator types start where they say', async () => {
    const table = await createTable(server, { stream: 'KEYS_ONLY' });
    for (const id of ['a', 'b', 'c', 'd']) await put(table, { id: { S: id } });
    const arn = await streamOf(table);
    const all = (await getRecords(await iterator(arn, 'TRIM_HORIZON'))).Records;
    assert.deepEqual(ids(all), ['a', 'b', 'c', 'd']);

    const b = all[1].dynamodb.SequenceNumber;
    const from = async (type, number) => ids((await getRecords(await iterator(arn, type, number))).Records);
    assert.deepEqual(await from('AT_SEQUENCE_NUMBER', b), ['b', 'c', 'd']);
    assert.deepEqual(await from('AFTER_SEQUENCE_NUMBER', b), ['c', 'd']);

    const latest = await iterator(arn, 'LATEST');
    assert.deepEqual((await getRecords(latest)).Records, []);
    await put(table, { id: { S: 'e' } });
    assert.deepEqual(ids((await getRecords(latest)).Records), ['e']);
  });

  test('Limit pages through a shard, which always hands out another iterator while open', async () => {
    const table = await createTable(server, { stream: 'KEYS_ONLY' });
    const expected = Array.from({ length: 25 }, (_, i) => `${i}`);
    for (const id of expected) await put(table, { id: { S: id } });
    let next = await iterator(await streamOf(table), 'TRIM_HORIZON');
    const seen = [];
    for (const size of [10, 10, 5, 0]) {
      const page = await getRecords(next, 10);
      assert.equal(page.Records.length, size);
      seen.push(...ids(page.Records));
      next = page.NextShardIterator;
      assert.ok(next);
    }
    assert.deepEqual(seen, expected);
    await put(table, { id: { S: 'later' } });
    assert.deepEqual(ids((await getRecords(next)).Records), ['later']);
  });

  test('a page holds at most 1,000 records and 1 MB', async () => {
    const table = await createTable(server, { stream: 'NEW_IMAGE' });
    await putAll(server, table, Array.from({ length: 1100 }, (_, i) => ({ id: { S: `${i}` } })));
    const arn = await streamOf(table);
    const page = await getRecords(await iterator(arn, 'TRIM_HORIZON'));
    assert.equal(page.Records.length, 1000);
    assert.equal((await getRecords(page.NextShardIterator)).Records.length, 100);

    const large = await createTable(server, { stream: 'NEW_IMAGE' });
    const v = { S: 'x'.repeat(300_000) };
    for (let i = 0; i < 8; ++i) await put(large, { id: { S: `${i}` }, v });
    const { Records } = await getRecords(await iterator(await streamOf(large), 'TRIM_HORIZON'));
    assert.ok(Records.length >= 3 && Records.length <= 4, `${Records.length} records`);
    assert.equal((await readStream(server, await streamOf(large))).length, 8);
  });

  test('sequence numbers follow the commits of concurrent writers; a reader misses none', async () => {
    const table = await createTable(server, { stream: 'NEW_IMAGE' });
    const writers = Array.from({ length: 8 }, async (_, w) => {
      for (let i = 0; i < 100; ++i) await put(table, { id: { S: `w${w}` }, i: { N: String(i) } });
    });
    let writing = true;
    const written = Promise.all(writers).then(() => (writing = false));
    // Reads along while they write.
    const seen = [];
    let next = await iterator(await streamOf(table), 'TRIM_HORIZON');
    for (let more = true; more; ) {
      const last = !writing;
      const page = await getRecords(next);
      seen.push(...page.Records);
      next = page.NextShardIterator;
      more = !last || page.Records.length > 0;
    }
    await written;
    assert.equal(seen.length, 800);
    const numbers = seen.map((r) => BigInt(r.dynamodb.SequenceNumber));
    assert.ok(numbers.every((n, i) => i === 0 || n > numbers[i - 1]), 'strictly ascending');
    for (let w = 0; w < 8; ++w) {
      const own = seen.filter((r) => r.dynamodb.Keys.id.S === `w${w}`).map((r) => Number(r.dynamodb.NewImage.i.N));
      assert.deepEqual(own, Array.from({ length: 100 }, (_, i) => i));
    }
  });

  test('switching a stream off closes its shards; the records stay readable', async () => {
    const TableName = await createTable(server, { stream: 'KEYS_ONLY' });
    await put(TableName, { id: { S: 'a' } });
    const arn = await streamOf(TableName);
    await send(new UpdateTableCommand({ TableName, StreamSpecification: { StreamEnabled: false } }));
    await waitUntilTableExists({ client: server.dynamoDb, maxWaitTime: 30, minDelay: 1 }, { TableName });
    await put(TableName, { id: { S: 'unrecorded' } });

    const stream = await describeStream(arn);
    assert.match(stream.StreamStatus, /^DISABL(ING|ED)$/);
    assert.ok(stream.Shards.every((s) => s.SequenceNumberRange.EndingSequenceNumber));
    assert.deepEqual(ids(await readStream(server, arn)), ['a']);
    // The end of a closed shard hands out no iterator.
    let page = await getRecords(await iterator(arn, 'TRIM_HORIZON'));
    while (page.NextShardIterator) page = await getRecords(page.NextShardIterator);
    assert.ok(!('NextShardIterator' in page) || page.NextShardIterator === undefined);
  });

  test('the stream of a deleted table stays readable', async () => {
    const TableName = await createTable(server, { stream: 'NEW_IMAGE' });
    await put(TableName, { id: { S: 'a' } });
    const arn = await streamOf(TableName);
    await send(new DeleteTableCommand({ TableName }));
    assert.deepEqual(ids(await readStream(server, arn)), ['a']);
    const { Streams } = await ask(new ListStreamsCommand({ TableName }));
    assert.deepEqual(Streams.map((s) => s.StreamArn), [arn]);
  });

  test('ListStreams lists and pages, for one table or all', async () => {
    const table = await createTable(server, { stream: 'KEYS_ONLY' });
    const arn = await streamOf(table);
    const { Streams } = await ask(new ListStreamsCommand({ TableName: table }));
    assert.deepEqual(Streams, [{ StreamArn: arn, TableName: table, StreamLabel: arn.split('/stream/')[1] }]);

    const all = (await ask(new ListStreamsCommand({}))).Streams.map((s) => s.StreamArn);
    assert.ok(all.includes(arn));
    const paged = [];
    let ExclusiveStartStreamArn;
    do {
      const page = await ask(new ListStreamsCommand({ Limit: 2, ExclusiveStartStreamArn }));
      paged.push(...page.Streams.map((s) => s.StreamArn));
      ExclusiveStartStreamArn = page.LastEvaluatedStreamArn;
    } while (ExclusiveStartStreamArn);
    assert.deepEqual(paged, all);
  });

  test('what is wrong with a request to a stream is said', async () => {
    const table = await createTable(server, { stream: 'KEYS_ONLY' });
    const StreamArn = await streamOf(table);
    const unknown = StreamArn.replace(/stream\/.*/, 'stream/2001-01-01T00:00:00.000');
    const { Shards } = await describeStream(StreamArn);
    const ShardId = Shards[0].ShardId;
    const iterate = (more) =>
      ask(new GetShardIteratorCommand({ StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON', ...more }));

    await assert.rejects(
      describeStream(unknown),
      (error) =>
        error instanceof ResourceNotFoundException &&
        error.message === `Requested resource not found: Stream: ${unknown} not found`,
    );
    await refused(describeStream('not an arn at all, but long enough to be one'), /.+/);
    await assert.rejects(
      iterate({ ShardId: 'shardId-00000001414562045508-2bac9cd2' }),
      ResourceNotFoundException,
    );
    await refused(iterate({ ShardIteratorType: 'AT_SEQUENCE_NUMBER' }), /.+/);
    await refused(iterate({ SequenceNumber: '100000000000000000001' }), /.+/);
    await refused(iterate({ ShardIteratorType: 'FROM_THE_START' }), /enum value set/);
    const { ShardIterator } = await iterate({});
    await refused(getRecords(ShardIterator, 1001), /.+/);
    await refused(getRecords(ShardIterator, 0), /.+/);
    await refused(getRecords('garbage'), /.+/);
    await refused(ask(new ListStreamsCommand({ Limit: 101 })), /.+/);
  });
});

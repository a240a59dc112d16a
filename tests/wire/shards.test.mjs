// Shards through the AWS SDK, read as the Kinesis Client Library reads them: parents before their
// children, each shard from its start, NextShardIterator until there is none.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import {
  DeleteItemCommand,
  DescribeTableCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  ExpiredIteratorException,
  GetRecordsCommand,
  GetShardIteratorCommand,
  TrimmedDataAccessException,
} from '@aws-sdk/client-dynamodb-streams';

import { Server, temporaryFolder } from './support/server.mjs';
import { createTable } from './support/tables.mjs';

const post = async (server, path, body, status = 200) => {
  const answer = await fetch(`${server.url}/_tombola/${path}`, { method: 'POST', body: JSON.stringify(body) });
  const text = await answer.text();
  assert.equal(answer.status, status, text);
  return JSON.parse(text);
};

const put = (server, TableName, id, n) =>
  server.dynamoDb.send(new PutItemCommand({ TableName, Item: { id: { S: id }, n: { N: String(n) } } }));

const streamOf = async (server, TableName) =>
  (await server.dynamoDb.send(new DescribeTableCommand({ TableName }))).Table.LatestStreamArn;

async function shardsOf(server, StreamArn, more = {}) {
  const shards = [];
  let ExclusiveStartShardId;
  do {
    const { StreamDescription } = await server.streams.send(
      new DescribeStreamCommand({ StreamArn, ExclusiveStartShardId, ...more }),
    );
    shards.push(...StreamDescription.Shards);
    ExclusiveStartShardId = StreamDescription.LastEvaluatedShardId;
  } while (ExclusiveStartShardId);
  return shards;
}

const iterator = async (server, StreamArn, ShardId, ShardIteratorType, SequenceNumber) =>
  (
    await server.streams.send(
      new GetShardIteratorCommand({ StreamArn, ShardId, ShardIteratorType, SequenceNumber }),
    )
  ).ShardIterator;

// What KCL does: { shardId, record } in the order of lineage.
async function walk(server, StreamArn, pageSize) {
  const shards = await shardsOf(server, StreamArn, { Limit: 3 });
  const known = new Set(shards.map((shard) => shard.ShardId));
  const done = new Set();
  const seen = [];
  const waiting = [...shards];
  while (waiting.length > 0) {
    const next = waiting.findIndex((s) => !known.has(s.ParentShardId) || done.has(s.ParentShardId));
    assert.notEqual(next, -1, 'a shard whose parent never ends');
    const [shard] = waiting.splice(next, 1);
    let ShardIterator = await iterator(server, StreamArn, shard.ShardId, 'TRIM_HORIZON');
    const closed = shard.SequenceNumberRange.EndingSequenceNumber !== undefined;
    while (ShardIterator) {
      const page = await server.streams.send(new GetRecordsCommand({ ShardIterator, Limit: pageSize }));
      seen.push(...page.Records.map((record) => ({ shardId: shard.ShardId, record })));
      if (!closed && page.Records.length === 0) break;
      ShardIterator = page.NextShardIterator;
    }
    done.add(shard.ShardId);
  }
  return seen;
}

function assertInOrder(seen, expected) {
  const ofKey = new Map();
  for (const { record } of seen) {
    const id = record.dynamodb.Keys.id.S;
    if (!ofKey.has(id)) ofKey.set(id, []);
    ofKey.get(id).push(Number(record.dynamodb.NewImage.n.N));
  }
  assert.deepEqual(Object.fromEntries([...ofKey].sort()), Object.fromEntries([...expected].sort()));
}

describe('shards', () => {
  let server;
  before(async () => (server = await Server.start({ args: ['--stream-shards', '4'] })));
  after(() => server?.stop());

  test('a stream begins with as many shards as were asked for', async () => {
    const arn = await streamOf(server, await createTable(server, { stream: 'KEYS_ONLY' }));
    const shards = await shardsOf(server, arn);
    assert.equal(shards.length, 4);
    for (const shard of shards) {
      assert.match(shard.ShardId, /^shardId-\d{20}-[0-9a-f]{8}$/);
      assert.equal(shard.ParentShardId, undefined);
      assert.equal(shard.SequenceNumberRange.EndingSequenceNumber, undefined);
    }
    const ids = shards.map((shard) => shard.ShardId);
    assert.deepEqual([...ids].sort(), ids);
  });

  test('through rolls and splits a reader gets every key’s records once and in order', async () => {
    const table = await createTable(server, { stream: 'NEW_AND_OLD_IMAGES' });
    const arn = await streamOf(server, table);
    const written = new Map();
    let n = 0;
    const write = async (count) => {
      for (let i = 0; i < count; ++i) {
        const id = `key${n % 13}`;
        if (!written.has(id)) written.set(id, []);
        written.get(id).push(++n);
        await put(server, table, id, n);
      }
    };
    await write(60);
    const rolled = await post(server, 'streams', { table, roll: true });
    assert.equal(rolled.Shards.length, 4);
    await write(60);
    const split = await post(server, 'streams', { table, split: rolled.Shards[1].ShardId });
    assert.deepEqual(split.Shards.map((shard) => shard.ParentShardId), Array(2).fill(rolled.Shards[1].ShardId));
    await write(60);
    await post(server, 'streams', { table, roll: true });
    await write(60);

    const seen = await walk(server, arn, 7);
    assert.equal(seen.length, 240);
    assertInOrder(seen, written);
    const shards = await shardsOf(server, arn);
    assert.equal(shards.length, 4 + 4 + 2 + 5);
    const rangeOf = new Map(shards.map((shard) => [shard.ShardId, shard.SequenceNumberRange]));
    for (const { shardId, record } of seen) {
      const number = BigInt(record.dynamodb.SequenceNumber);
      const { StartingSequenceNumber, EndingSequenceNumber } = rangeOf.get(shardId);
      assert.ok(number >= BigInt(StartingSequenceNumber));
      assert.ok(EndingSequenceNumber === undefined || number <= BigInt(EndingSequenceNumber));
    }
    const children = await shardsOf(server, arn, {
      ShardFilter: { Type: 'CHILD_SHARDS', ShardId: rolled.Shards[1].ShardId },
    });
    assert.deepEqual(children.map((shard) => shard.ShardId), split.Shards.map((shard) => shard.ShardId));
  });

  test('writers and readers at work while shards roll over lose nothing', async () => {
    const table = await createTable(server, { stream: 'NEW_AND_OLD_IMAGES' });
    const arn = await streamOf(server, table);
    const expected = new Map(Array.from({ length: 6 }, (_, w) => [`w${w}`, Array.from({ length: 80 }, (_, i) => i)]));
    const writers = [...expected.keys()].map(async (id) => {
      for (let i = 0; i < 80; ++i) await put(server, table, id, i);
    });
    for (let roll = 0; roll < 8; ++roll) {
      await post(server, 'streams', { table, roll: true });
    }
    await Promise.all(writers);
    assertInOrder(await walk(server, arn), expected);
  });

  test('a change of shards that is nonsense is refused', async () => {
    const table = await createTable(server, { stream: 'KEYS_ONLY' });
    await post(server, 'streams', { table }, 400);
    await post(server, 'streams', { table: 'Nobody', roll: true }, 404);
    await post(server, 'streams', { table, split: 'shardId-00000000000000000000-00000000' }, 404);
  });
});

describe('the clock and the streams', () => {
  test('rolls, expiry and trimming follow the clock', async () => {
    const server = await Server.start();
    await post(server, 'clock', { freeze: true });
    const table = await createTable(server, { stream: 'NEW_IMAGE' });
    const arn = await streamOf(server, table);
    const [first] = await shardsOf(server, arn);
    await put(server, table, 'a', 1);
    const expires = await iterator(server, arn, first.ShardId, 'TRIM_HORIZON');
    await post(server, 'clock', { advance: '15m1ms' });
    await assert.rejects(
      server.streams.send(new GetRecordsCommand({ ShardIterator: expires })),
      (error) =>
        error instanceof ExpiredIteratorException &&
        error.message === 'Shard iterator has expired',
    );
    const { Records } = await server.streams.send(
      new GetRecordsCommand({ ShardIterator: await iterator(server, arn, first.ShardId, 'TRIM_HORIZON') }),
    );
    const number = Records[0].dynamodb.SequenceNumber;

    await post(server, 'clock', { advance: '9h' });
    assert.equal((await shardsOf(server, arn)).length, 3);
    await put(server, table, 'b', 2);
    assert.deepEqual(
      (await walk(server, arn)).map(({ record }) => record.dynamodb.Keys.id.S),
      ['a', 'b'],
    );
    await post(server, 'clock', { advance: '14h50m' });
    await assert.rejects(
      iterator(server, arn, first.ShardId, 'AFTER_SEQUENCE_NUMBER', number),
      (error) =>
        error instanceof TrimmedDataAccessException &&
        error.message === 'The data you are trying to access has been trimmed',
    );
    assert.deepEqual(
      (await walk(server, arn)).map(({ record }) => record.dynamodb.Keys.id.S),
      ['b'],
    );
    await server.stop();
  });

  test('with --log-max the oldest records go', async () => {
    const server = await Server.start({ args: ['--log-max', '1MB'] });
    const table = await createTable(server, { stream: 'NEW_IMAGE' });
    const arn = await streamOf(server, table);
    const Item = { id: { S: 'x' }, v: { S: 'x'.repeat(50_000) } };
    for (let i = 0; i < 100; ++i) {
      await server.dynamoDb.send(new PutItemCommand({ TableName: table, Item: { ...Item, n: { N: String(i) } } }));
    }
    await server.dynamoDb.send(new DeleteItemCommand({ TableName: table, Key: { id: { S: 'x' } } }));
    const seen = await walk(server, arn);
    assert.ok(seen.length < 60, `${seen.length} records`);
    assert.equal(seen.at(-1).record.eventName, 'REMOVE');
    await server.stop();
  });

  test('a restart keeps shards, records and the moment of the next roll', async () => {
    const data = temporaryFolder();
    let server = await Server.start({ data, args: ['--stream-shards', '2'] });
    await post(server, 'clock', { freeze: true });
    const table = await createTable(server, { stream: 'NEW_IMAGE' });
    const arn = await streamOf(server, table);
    for (let i = 0; i < 20; ++i) await put(server, table, `k${i % 5}`, i);
    await post(server, 'clock', { advance: '3h' });
    await post(server, 'streams', { table, roll: true });
    const before = await shardsOf(server, arn);
    await server.stop();

    server = await Server.start({ data });
    assert.deepEqual(await shardsOf(server, arn), before);
    assert.equal((await walk(server, arn)).length, 20);
    await post(server, 'clock', { advance: '3h59m59s999ms' });
    assert.equal((await shardsOf(server, arn)).length, 4);
    await post(server, 'clock', { advance: '1ms' });
    assert.equal((await shardsOf(server, arn)).length, 6);
    await server.stop();
  });
});

// The server and its handlers are killed at random moments under load, over and over. After the last
// restart, once it is idle: every acknowledged write is stored and was delivered to every mapping,
// in the order of its key. TOMBOLA_TEST_SEED shows a run again (as far as the machine's own timing
// lets it), TOMBOLA_CRASHES makes it longer; `make soak` does both.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';

import {
  BatchWriteItemCommand,
  DescribeTableCommand,
  ExecuteStatementCommand,
  PutItemCommand,
  ScanCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';

import { handler, Server, temporaryFolder } from './support/server.mjs';
import { createTable, readStream } from './support/tables.mjs';

const seed = Number(process.env.TOMBOLA_TEST_SEED ?? Math.floor(Math.random() * 2 ** 31));
const crashes = Number(process.env.TOMBOLA_CRASHES ?? 12);
const writersAtOnce = 8;
const keysOfWriter = 3;
const mappings = {
  plain: 'batch-size=20',
  lanes: 'batch-size=5,parallelization-factor=4',
  windows: 'batch-size=10,tumbling-window=1',
};

// Numbers below `bound`, the same for the same seed (mulberry32).
function random(state) {
  return (bound) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % bound;
  };
}

const item = ({ key, version }) => ({ id: { S: key }, version: { N: String(version) } });

// Every way in which items are written: how many it writes, and the command.
const writes = [
  [1, ([one]) => new PutItemCommand({ TableName: 'Source', Item: item(one) })],
  [1, ([one]) =>
    new UpdateItemCommand({
      TableName: 'Source',
      Key: { id: { S: one.key } },
      UpdateExpression: 'SET version = :version',
      ExpressionAttributeValues: { ':version': { N: String(one.version) } },
    })],
  [1, ([one]) =>
    new ExecuteStatementCommand({
      Statement: 'UPDATE "Source" SET version = ? WHERE id = ?',
      Parameters: [{ N: String(one.version) }, { S: one.key }],
    })],
  [2, (both) =>
    new TransactWriteItemsCommand({
      TransactItems: both.map((one) => ({ Put: { TableName: 'Source', Item: item(one) } })),
    })],
  [2, (both) =>
    new BatchWriteItemCommand({
      RequestItems: { Source: both.map((one) => ({ PutRequest: { Item: item(one) } })) },
    })],
];

// One writer's keys are its own, so that the order of their versions is known.
class Writer {
  acknowledged = []; // { key, version }
  #versions; // by key, the last one that was sent
  #below;

  constructor(number, below) {
    this.#below = below;
    this.#versions = new Map(Array.from({ length: keysOfWriter }, (_, i) => [`${number}.${i}`, 0]));
  }

  // Writes until `enough` says so.
  async run(server, enough) {
    while (!enough()) {
      const [count, command] = writes[this.#below(writes.length)];
      const changes = this.#changes(count);
      try {
        await server.dynamoDb.send(command(changes));
      } catch (error) {
        // Cut off, it may be there or not; and an UPDATE of what was never put is refused.
        if (server.killed || error.name === 'ConditionalCheckFailedException') continue;
        throw error;
      }
      this.acknowledged.push(...changes);
      server.acknowledged += 1;
    }
  }

  #changes(count) {
    const keys = [...this.#versions.keys()];
    const first = this.#below(keys.length);
    return Array.from({ length: count }, (_, i) => {
      const key = keys[(first + i) % keys.length];
      const version = this.#versions.get(key) + 1;
      this.#versions.set(key, version);
      return { key, version };
    });
  }
}

// The processes that a server has started.
function childrenOf(parent) {
  return fs.readdirSync('/proc').filter((pid) => {
    try {
      return Number(fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')[1]) === parent;
    } catch {
      return false; // no process, or one that has ended
    }
  });
}

// What was delivered to each mapping: { mapping: Map(key -> versions in the order of their coming) }.
function deliveries(file) {
  const found = Object.fromEntries(Object.keys(mappings).map((mapping) => [mapping, new Map()]));
  for (const line of fs.readFileSync(file, 'utf8').split('\n')) {
    let record;
    try {
      record = JSON.parse(line);
    } catch {
      continue; // torn; the batch comes again
    }
    const versions = found[record.mapping];
    versions.set(record.key, [...(versions.get(record.key) ?? []), record.version]);
  }
  return found;
}

const isAscending = (numbers) => numbers.every((number, i) => i === 0 || number > numbers[i - 1]);

test(`${crashes} crashes lose nothing and keep the order (seed ${seed})`, async (t) => {
  const below = random(seed);
  const folder = temporaryFolder();
  const file = path.join(folder, 'delivered');
  const start = async () => {
    const server = await Server.start({
      data: path.join(folder, 'data'),
      args: [
        '--stream-shards', '2',
        // Each time it may be the other: a data directory is the same for both.
        '--durability', below(2) === 0 ? 'process' : 'power',
        ...Object.entries(mappings).flatMap(([name, options]) => [
          '--trigger', `Source=${handler('delivered.mjs')}:${name},${options}`,
        ]),
        '--env', `RECORD_FILE=${file}`,
      ],
    });
    t.after(() => server.stop());
    return Object.assign(server, { killed: false, acknowledged: 0 });
  };

  let server = await start();
  await createTable(server, { name: 'Source', stream: 'NEW_AND_OLD_IMAGES' });
  const writers = Array.from({ length: writersAtOnce }, (_, i) => new Writer(i, below));
  for (let crash = 0; crash < crashes; ++crash) {
    const after = below(200);
    const ofHandler = below(3) === 0;
    const turns = below(20);
    const writing = writers.map((writer) =>
      writer.run(server, () => server.killed || (ofHandler && server.acknowledged >= after + 20)));
    while (server.acknowledged < after) await setImmediate();
    for (let turn = 0; turn < turns; ++turn) await setImmediate();
    if (ofHandler) {
      const handlers = childrenOf(server.pid);
      if (handlers.length > 0) process.kill(Number(handlers[below(handlers.length)]), 'SIGKILL');
      await Promise.all(writing);
      server.acknowledged = 0;
    } else {
      server.killed = true;
      await Promise.all([server.kill(), ...writing]);
      server = await start();
    }
  }
  await server.idle();

  const { Items } = await server.dynamoDb.send(new ScanCommand({ TableName: 'Source' }));
  const stored = new Map(Items.map(({ id, version }) => [id.S, Number(version.N)]));
  const { Table } = await server.dynamoDb.send(new DescribeTableCommand({ TableName: 'Source' }));
  const streamed = new Map();
  for (const { dynamodb } of await readStream(server, Table.LatestStreamArn)) {
    const key = dynamodb.Keys.id.S;
    streamed.set(key, [...(streamed.get(key) ?? []), Number(dynamodb.NewImage.version.N)]);
  }
  const delivered = deliveries(file);
  for (const writer of writers) {
    for (const { key, version } of writer.acknowledged) {
      assert.ok(streamed.get(key)?.includes(version), `${key}: version ${version} was acknowledged`);
    }
  }
  for (const [key, versions] of streamed) {
    assert.ok(isAscending(versions), `the records of ${key} are in order`);
    assert.equal(versions.at(-1), stored.get(key), `the last record of ${key} is what is stored`);
    for (const mapping of Object.keys(mappings)) {
      const first = [...new Set(delivered[mapping].get(key))];
      assert.deepEqual(first, versions, `${mapping}: each record of ${key}, in order`);
    }
  }
  assert.deepEqual(new Set(streamed.keys()), new Set(stored.keys()));
});

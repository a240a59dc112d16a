// Triggers: from a write to the handler's entry, in order, whatever handlers do.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { describe, test } from 'node:test';

import {
  DeleteItemCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  PutItemCommand,
  waitUntilTableNotExists,
} from '@aws-sdk/client-dynamodb';

import { isStrictlyAscending, readLines, sequenceNumbers } from './support/records.mjs';
import { handler, Server, temporaryFolder } from './support/server.mjs';
import { createTable, putAll, readStream } from './support/tables.mjs';

// A server with one trigger on table Source, and the file that its handler writes.
async function startWithTrigger(t, name, { args = [], data } = {}) {
  const file = path.join(temporaryFolder(), 'records');
  const server = await Server.start({
    args: ['--trigger', `Source=${handler(name)}`, '--env', `RECORD_FILE=${file}`, ...args],
    data,
  });
  t.after(() => server.stop());
  return { server, file, records: () => readLines(file) };
}

const put = (server, id, more, TableName = 'Source') =>
  server.dynamoDb.send(new PutItemCommand({ TableName, Item: { id: { S: id }, ...more } }));
const createSource = (server, stream = 'NEW_AND_OLD_IMAGES') =>
  createTable(server, { name: 'Source', stream });
const ids = (records) => records.map((record) => record.dynamodb.Keys.id.S);

describe('triggers', () => {
  test('the event is AWS’s, field by field and in its order', async (t) => {
    const { server, records } = await startWithTrigger(t, 'record.mjs');
    await createSource(server);
    await put(server, 'x', { v: { N: '1' }, bytes: { B: Uint8Array.of(1, 2, 3) } });
    await put(server, 'x', { v: { N: '2' } });
    await server.dynamoDb.send(new DeleteItemCommand({ TableName: 'Source', Key: { id: { S: 'x' } } }));
    await server.idle();

    const seen = records();
    assert.deepEqual(seen.map((r) => r.eventName), ['INSERT', 'MODIFY', 'REMOVE']);
    const { Table } = await server.dynamoDb.send(new DescribeTableCommand({ TableName: 'Source' }));
    for (const record of seen) {
      assert.deepEqual(Object.keys(record), [
        'eventID', 'eventName', 'eventVersion', 'eventSource', 'awsRegion', 'dynamodb', 'eventSourceARN',
      ]);
      assert.match(record.eventID, /^[0-9a-f]{32}$/);
      assert.equal(record.eventVersion, '1.1');
      assert.equal(record.eventSource, 'aws:dynamodb');
      assert.equal(record.eventSourceARN, Table.LatestStreamArn);
    }
    const one = { id: { S: 'x' }, v: { N: '1' }, bytes: { B: 'AQID' } };
    const two = { id: { S: 'x' }, v: { N: '2' } };
    const [insert, modify, remove] = seen.map((record) => record.dynamodb);
    assert.deepEqual(insert.NewImage, one);
    assert.deepEqual([modify.NewImage, modify.OldImage], [two, one]);
    assert.deepEqual(remove.OldImage, two);
    assert.deepEqual(Object.keys(modify), [
      'ApproximateCreationDateTime', 'Keys', 'NewImage', 'OldImage', 'SequenceNumber', 'SizeBytes', 'StreamViewType',
    ]);
    assert.ok(!('OldImage' in insert) && !('NewImage' in remove));

    // The Streams API tells the same story.
    const stream = await readStream(server, Table.LatestStreamArn);
    assert.deepEqual(stream.map((r) => r.eventID), seen.map((r) => r.eventID));
    assert.deepEqual(stream.map((r) => r.dynamodb.SequenceNumber), seen.map((r) => r.dynamodb.SequenceNumber));
  });

  test('10,000 puts are delivered exactly once and in order', async (t) => {
    const { server, records } = await startWithTrigger(t, 'record.mjs');
    await createSource(server, 'NEW_IMAGE');
    const count = 10_000;
    await putAll(
      server,
      'Source',
      Array.from({ length: count }, (_, i) => ({ id: { S: `entry ${i}` }, i: { N: String(i) } })),
    );
    await server.idle();
    const seen = records();
    assert.equal(seen.length, count);
    assert.ok(isStrictlyAscending(sequenceNumbers(seen)), 'in the order of the stream');
    // Batches were written one after the other: order holds between them, whatever it is within one.
    const order = seen.map((record) => Math.floor(Number(record.dynamodb.NewImage.i.N) / 25));
    assert.ok(order.every((batch, i) => i === 0 || batch >= order[i - 1]), 'in the order of the writes');
    assert.equal(new Set(ids(seen)).size, count);
  });

  test('single puts one after the other arrive in exactly that order', async (t) => {
    const { server, records } = await startWithTrigger(t, 'record.mjs');
    await createSource(server, 'KEYS_ONLY');
    const expected = Array.from({ length: 300 }, (_, i) => `entry ${i}`);
    for (const id of expected) await put(server, id);
    await server.idle();
    assert.deepEqual(ids(records()), expected);
  });

  test('a handler that fails twice gets the same batch until it succeeds, then the rest', async (t) => {
    const { server, records } = await startWithTrigger(t, 'fail_twice.mjs');
    await createSource(server, 'NEW_IMAGE');
    await put(server, 'first');
    await server.line(/attempt 2 fails on purpose/);
    await server.idle();
    await put(server, 'second');
    await server.idle();

    const attempts = records();
    assert.equal(attempts.length, 4);
    assert.deepEqual(attempts[0], attempts[1]);
    assert.deepEqual(attempts[1], attempts[2]);
    assert.ok(BigInt(attempts[3][0]) > BigInt(attempts[2][0]));
    const failures = server.lines.filter((line) => line.includes('fails on purpose'));
    assert.ok(failures.some((line) => line.includes('RangeError')), 'the error is named');
  });

  test('a handler whose process dies gets its batch again, in a new process', async (t) => {
    const { server, records } = await startWithTrigger(t, 'exit_once.mjs');
    await createSource(server, 'KEYS_ONLY');
    await put(server, 'a');
    await server.idle();
    await put(server, 'b');
    await server.idle();
    assert.deepEqual(ids(records()), ['a', 'b']);
    assert.ok(server.lines.some((line) => line.includes('Runtime.ExitError')), 'the death is reported');
  });

  for (const [name, error] of [
    ['unloadable.mjs', 'Runtime.ImportModuleError'],
    ['unparsable.mjs', 'Runtime.UserCodeSyntaxError'],
    ['misbehave.mjs:missing', 'Runtime.HandlerNotFound'],
    ['misbehave.mjs:throws', 'TypeError'],
  ]) {
    test(`${name} is reported as ${error}, and the server goes on`, async (t) => {
      const { server } = await startWithTrigger(t, name);
      await createSource(server);
      await put(server, 'x');
      await server.line((line) => line.includes(error));
      await put(server, 'y');
      const unfinished = await fetch(`${server.url}/_tombola/idle?timeout=0`);
      assert.equal(unfinished.status, 504);
      assert.match(unfinished.headers.get('content-type'), /json/);
      assert.ok(Object.keys(await unfinished.json()).length > 0);
    });
  }

  test('idle waits for a handler at work, no longer', async (t) => {
    const gate = http.createServer();
    gate.listen(0, '127.0.0.1');
    t.after(() => (gate.closeAllConnections(), gate.close()));
    await once(gate, 'listening');
    const { server } = await startWithTrigger(t, 'wait.mjs', {
      args: ['--env', `GATE_URL=http://127.0.0.1:${gate.address().port}/`],
    });
    await createSource(server);
    await server.idle();
    const entered = once(gate, 'request');
    await put(server, 'x');
    const [, response] = await entered;
    assert.equal((await fetch(`${server.url}/_tombola/idle?timeout=0`)).status, 504);
    const idle = server.idle();
    response.end();
    await idle;
  });

  test('builtin:log prints new entries as JSON and needs no Node', async (t) => {
    const server = await Server.start({
      args: ['--trigger', 'Source=builtin:log'],
      environment: { PATH: temporaryFolder() }, // no Node there
    });
    t.after(() => server.stop());
    await createSource(server);
    await put(server, 'x', { n: { N: '1.5' }, tags: { SS: ['a'] }, map: { M: { ok: { BOOL: true } } } });
    await put(server, 'x', { n: { N: '2' } });
    await put(server, 'last');
    await server.idle();
    const logged = server.lines
      .filter((line) => line.includes('{"'))
      .map((line) => JSON.parse(line.slice(line.indexOf('{"'))));
    assert.deepEqual(logged, [
      { id: 'x', map: { ok: true }, n: 1.5, tags: ['a'] },
      { id: 'last' },
    ]);
  });

  test('a Python handler works as one in JavaScript does', async (t) => {
    const { server, records } = await startWithTrigger(t, 'record.py');
    await createSource(server);
    for (const id of ['a', 'b', 'c']) await put(server, id);
    await server.idle();
    assert.deepEqual(ids(records()), ['a', 'b', 'c']);
    assert.ok(server.lines.some((line) => /recorded \d as record/.test(line)));
  });

  test('two triggers on one table both see everything', async (t) => {
    const { server, file, records } = await startWithTrigger(t, 'record.mjs', {
      args: ['--trigger', `Source=${handler('record.mjs:second')}`],
    });
    await createSource(server);
    for (const id of ['a', 'b', 'c']) await put(server, id);
    await server.idle();
    assert.deepEqual(ids(records()), ['a', 'b', 'c']);
    assert.deepEqual(ids(readLines(`${file}.second`)), ['a', 'b', 'c']);
  });

  test('a trigger that hangs past its timeout is cut off, reported and tried again', async (t) => {
    const { server } = await startWithTrigger(t, 'misbehave.mjs:hangs');
    await createSource(server);
    await put(server, 'x');
    await server.line(/Task timed out after 3\.00 seconds/);
    const starts = () => server.lines.filter((line) => /START RequestId/.test(line)).length;
    await server.line(() => starts() >= 2);
    await put(server, 'the server goes on');
  });

  test('a new table of the same name is a new stream, read from its start', async (t) => {
    const { server, records } = await startWithTrigger(t, 'record.mjs');
    await createSource(server);
    await put(server, 'old');
    await server.idle();
    await server.dynamoDb.send(new DeleteTableCommand({ TableName: 'Source' }));
    await waitUntilTableNotExists(
      { client: server.dynamoDb, maxWaitTime: 30, minDelay: 1 },
      { TableName: 'Source' },
    );
    await createSource(server);
    await put(server, 'new');
    await server.idle();
    assert.deepEqual(ids(records()), ['old', 'new']);
    assert.equal(new Set(records().map((r) => r.eventSourceARN)).size, 2);
  });
});

describe('triggers over restarts', () => {
  test('a trigger given for the first time starts at the oldest record', async (t) => {
    const data = temporaryFolder();
    const before = await Server.start({ data });
    t.after(() => before.stop());
    await createSource(before);
    for (const id of ['a', 'b']) await put(before, id);
    await before.stop();

    const { server, records } = await startWithTrigger(t, 'record.mjs', { data });
    await server.idle();
    assert.deepEqual(ids(records()), ['a', 'b']);
  });

  test('a trigger left out for a while keeps its place', async (t) => {
    const data = temporaryFolder();
    const first = await startWithTrigger(t, 'record.mjs', { data });
    await createSource(first.server);
    await put(first.server, 'a');
    await first.server.idle();
    await first.server.stop();

    const without = await Server.start({ data });
    t.after(() => without.stop());
    await put(without, 'b');
    await without.idle();
    await without.stop();

    const again = await startWithTrigger(t, 'record.mjs', { data });
    await put(again.server, 'c');
    await again.server.idle();
    assert.deepEqual(ids(first.records()), ['a']);
    assert.deepEqual(ids(again.records()), ['b', 'c']);
    assert.ok(!fs.existsSync(`${again.file}.second`));
  });
});

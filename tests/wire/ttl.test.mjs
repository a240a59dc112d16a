// Time to live: items that expire go with a record of their own, when the clock says so.
import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, test } from 'node:test';

import {
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  GetItemCommand,
  PutItemCommand,
  ScanCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';

import { readLines } from './support/records.mjs';
import { handler, Server, temporaryFolder } from './support/server.mjs';
import { createTable, putAll, readStream } from './support/tables.mjs';

async function start(t, options) {
  const server = await Server.start(options);
  t.after(() => server.stop());
  return server;
}

// A table whose items expire by attribute `ttl`.
async function createExpiring(server, options) {
  const TableName = await createTable(server, options);
  await server.dynamoDb.send(
    new UpdateTimeToLiveCommand({
      TableName,
      TimeToLiveSpecification: { Enabled: true, AttributeName: 'ttl' },
    }),
  );
  return TableName;
}

async function moveClock(server, change) {
  const answer = await fetch(`${server.url}/_tombola/clock`, {
    method: 'POST',
    body: JSON.stringify(change),
  });
  assert.equal(answer.status, 200, await answer.text());
}

const now_s = () => Math.floor(Date.now() / 1000);
const expiring = (id, ttl) => ({ id: { S: id }, ttl: { N: String(ttl) } });
const idsOf = async (server, TableName) =>
  (await server.dynamoDb.send(new ScanCommand({ TableName }))).Items.map((item) => item.id.S).sort();

describe('time to live', () => {
  // userIdentity as in "DynamoDB Streams and Time to Live" (AWS documentation).
  test('a moved clock deletes what has expired, and the trigger hears who did it', async (t) => {
    const file = path.join(temporaryFolder(), 'records');
    const server = await start(t, {
      args: ['--trigger', `Source=${handler('record.mjs')}`, '--env', `RECORD_FILE=${file}`],
    });
    await createExpiring(server, { name: 'Source', stream: 'NEW_AND_OLD_IMAGES' });
    await putAll(server, 'Source', [
      expiring('soon', now_s() + 3600),
      expiring('later', now_s() + 7200),
      { id: { S: 'never' } },
    ]);
    await server.idle();
    assert.equal(readLines(file).length, 3);

    await moveClock(server, { advance: '1h1m' });
    assert.deepEqual(await idsOf(server, 'Source'), ['later', 'never']);
    await server.idle();
    const [record, ...more] = readLines(file).slice(3);
    assert.deepEqual(more, []);
    assert.equal(record.eventName, 'REMOVE');
    assert.deepEqual(record.userIdentity, { type: 'Service', principalId: 'dynamodb.amazonaws.com' });
    assert.deepEqual(record.dynamodb.Keys, { id: { S: 'soon' } });

    const { Table } = await server.dynamoDb.send(new DescribeTableCommand({ TableName: 'Source' }));
    assert.deepEqual((await readStream(server, Table.LatestStreamArn)).at(-1).userIdentity, {
      PrincipalId: 'dynamodb.amazonaws.com',
      Type: 'Service',
    });
  });

  test('an expired item is there until somebody waits for idleness', async (t) => {
    const server = await start(t);
    const TableName = await createExpiring(server);
    await server.dynamoDb.send(new PutItemCommand({ TableName, Item: expiring('old', now_s() - 60) }));
    const { Item } = await server.dynamoDb.send(
      new GetItemCommand({ TableName, Key: { id: { S: 'old' } } }),
    );
    assert.equal(Item.id.S, 'old');
    await server.idle();
    assert.deepEqual(await idsOf(server, TableName), []);
  });

  test('what expires is remembered over a crash', async (t) => {
    const data = path.join(temporaryFolder(), 'data');
    const first = await start(t, { data });
    const TableName = await createExpiring(first);
    const items = Array.from({ length: 250 }, (_, i) => expiring(`i${i}`, now_s() + 600 + i));
    await putAll(first, TableName, items);
    await first.kill();

    const second = await start(t, { data });
    const { TimeToLiveDescription } = await second.dynamoDb.send(
      new DescribeTimeToLiveCommand({ TableName }),
    );
    assert.deepEqual(TimeToLiveDescription, { AttributeName: 'ttl', TimeToLiveStatus: 'ENABLED' });
    await second.idle();
    assert.equal((await idsOf(second, TableName)).length, 250);
    await moveClock(second, { advance: '2h' });
    assert.deepEqual(await idsOf(second, TableName), []);
  });

  test('an item that gets another time at the same moment stays', async (t) => {
    const server = await start(t);
    const TableName = await createExpiring(server, { stream: 'NEW_AND_OLD_IMAGES' });
    const ids = Array.from({ length: 100 }, (_, i) => `i${i}`);
    for (let round = 0; round < 5; round += 1) {
      await moveClock(server, { real: true });
      await putAll(server, TableName, ids.map((id) => expiring(id, now_s() + 600)));
      // All of them are deleted and written anew; whichever comes first, the last word is the write's.
      await Promise.all([
        moveClock(server, { advance: '1h' }),
        ...ids.map((id) =>
          server.dynamoDb.send(
            new PutItemCommand({ TableName, Item: expiring(id, now_s() + 36_000) }),
          ),
        ),
      ]);
      await server.idle();
      assert.deepEqual(await idsOf(server, TableName), [...ids].sort());
    }
  });
});

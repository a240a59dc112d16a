// Scan through the AWS SDK: everything once, in pages and in parallel segments.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { paginateScan, ResourceNotFoundException, ScanCommand } from '@aws-sdk/client-dynamodb';

import { Server } from './support/server.mjs';
import { createTable, putAll } from './support/tables.mjs';

const keys = Array.from({ length: 500 }, (_, i) => `key ${i}`);

describe('Scan', () => {
  let server;
  let TableName;
  const scan = (more) => server.dynamoDb.send(new ScanCommand({ TableName, ...more }));
  const ids = (items) => items.map((item) => item.id.S);

  // All ids, page by page.
  const scanAll = async (more, pageSize) => {
    const seen = [];
    for await (const page of paginateScan({ client: server.dynamoDb, pageSize }, { TableName, ...more })) {
      assert.ok(pageSize === undefined || page.Count <= pageSize);
      seen.push(...ids(page.Items));
    }
    return seen;
  };

  before(async () => {
    server = await Server.start();
    const neighbour = await createTable(server);
    TableName = await createTable(server);
    await putAll(server, TableName, keys.map((key) => ({ id: { S: key }, n: { N: '1' } })));
    await putAll(server, neighbour, [{ id: { S: 'not of this table' } }]);
  });
  after(() => server?.stop());

  test('finds every item of the table once, in an order that stays', async () => {
    const { Items, Count, ScannedCount, LastEvaluatedKey } = await scan();
    assert.deepEqual(ids(Items).sort(), [...keys].sort());
    assert.deepEqual([Count, ScannedCount, LastEvaluatedKey], [500, 500, undefined]);
    assert.deepEqual(ids((await scan()).Items), ids(Items));
  });

  test('pages add up to the same', async () => {
    const whole = ids((await scan()).Items);
    assert.deepEqual(await scanAll({}, 7), whole);
    const page = await scan({ Limit: 7 });
    assert.equal(page.Count, 7);
    assert.deepEqual(page.LastEvaluatedKey, { id: page.Items[6].id });
  });

  test('parallel segments partition the table', async () => {
    for (const TotalSegments of [1, 4, 7]) {
      const segments = await Promise.all(
        Array.from({ length: TotalSegments }, (_, Segment) => scanAll({ Segment, TotalSegments }, 20)),
      );
      assert.deepEqual(segments.flat().sort(), [...keys].sort(), `${TotalSegments} segments`);
      // 500 keys over at most 7 segments: an empty one would mean that they do not share the work.
      assert.ok(segments.every((segment) => segment.length > 0));
    }
  });

  test('more segments than items is fine', async () => {
    const TotalSegments = 1_000_000;
    const { Items } = await scan({ Segment: 999_999, TotalSegments });
    assert.ok(Items.length < 5);
  });

  test('items keep together by partition key, sorted within it', async () => {
    const table = await createTable(server, { hash: 'pk:S', range: 'sk:N' });
    const items = [];
    for (let i = 0; i < 100; ++i) items.push({ pk: { S: `p${i % 5}` }, sk: { N: String((i * 37) % 100) } });
    await putAll(server, table, items);
    const { Items } = await server.dynamoDb.send(new ScanCommand({ TableName: table }));
    const partitions = [];
    for (const { pk, sk } of Items) {
      if (partitions.at(-1)?.pk !== pk.S) partitions.push({ pk: pk.S, sks: [] });
      partitions.at(-1).sks.push(Number(sk.N));
    }
    assert.equal(partitions.length, 5);
    for (const { sks } of partitions) assert.deepEqual(sks, [...sks].sort((a, b) => a - b));
  });

  test('a page holds at most 1 MB', async () => {
    const table = await createTable(server);
    const text = 'x'.repeat(300_000);
    await putAll(server, table, Array.from({ length: 10 }, (_, i) => ({ id: { S: `${i}` }, text: { S: text } })));
    const counts = [];
    for await (const page of paginateScan({ client: server.dynamoDb }, { TableName: table })) {
      counts.push(page.Count);
    }
    assert.deepEqual(counts, [4, 4, 2]);
  });

  test('Select COUNT counts without items', async () => {
    const { Count, Items } = await scan({ Select: 'COUNT' });
    assert.deepEqual([Count, Items], [500, undefined]);
  });

  test('what is wrong with a Scan is said', async () => {
    const refused = (more, message) =>
      assert.rejects(scan(more), { name: 'ValidationException', message });
    await refused(
      { Segment: 0 },
      'The TotalSegments parameter is required but was not present in the request when Segment parameter is present',
    );
    await refused(
      { TotalSegments: 4 },
      'The Segment parameter is required but was not present in the request when parameter TotalSegments is present',
    );
    await refused(
      { Segment: 4, TotalSegments: 4 },
      /The Segment parameter is zero-based and must be less than parameter TotalSegments/,
    );
    await refused({ Limit: 0 }, /Member must have value greater than or equal to 1$/);
    await refused({ ExclusiveStartKey: { other: { S: 'x' } } }, /The provided starting key is invalid/);
    await assert.rejects(scan({ TableName: 'Nowhere' }), ResourceNotFoundException);
  });
});

// Query through the AWS SDK: key conditions, order, limits, pages.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { paginateQuery, QueryCommand, ResourceNotFoundException } from '@aws-sdk/client-dynamodb';
import { QueryCommand as DocumentQueryCommand } from '@aws-sdk/lib-dynamodb';

import { Server } from './support/server.mjs';
import { createTable, putAll } from './support/tables.mjs';

// A hundred numbers in and out of the usual order: negatives, fractions, exponents.
const numbers = [
  ...Array.from({ length: 94 }, (_, i) => i - 47),
  -1e100, 1e100, 0.5, -0.5, 1e-100, -1e-100,
].sort((a, b) => a - b);
const words = ['', 'A', 'B', 'a', 'ab', 'abc', 'abd', 'b', 'z', 'é', '\u{1F600}'].slice(1);

describe('Query', () => {
  let server;
  let byNumber, byString, byBinary;
  const send = (command) => server.dynamoDb.send(command);

  // query(table, 'pk = :p AND sk > :a', { ':a': { N: '1' } }): the sort keys found.
  const query = async (TableName, KeyConditionExpression, values = {}, more = {}) => {
    const { Items } = await send(
      new QueryCommand({
        TableName,
        KeyConditionExpression,
        ExpressionAttributeValues: { ':p': { S: 'p' }, ...values },
        ...more,
      }),
    );
    return Items.map(({ sk }) => sk.N !== undefined ? Number(sk.N) : (sk.S ?? Buffer.from(sk.B).toString('hex')));
  };
  const refused = (promise, message) =>
    assert.rejects(promise, { name: 'ValidationException', message });

  before(async () => {
    server = await Server.start();
    byNumber = await createTable(server, { hash: 'pk:S', range: 'sk:N' });
    byString = await createTable(server, { hash: 'pk:S', range: 'sk:S' });
    byBinary = await createTable(server, { hash: 'pk:S', range: 'sk:B' });
    const shuffled = [...numbers].sort((a, b) => Math.sin(a) - Math.sin(b));
    for (const pk of ['o', 'p', 'q', 'p\u0000']) {
      await putAll(server, byNumber, shuffled.map((n) => ({ pk: { S: pk }, sk: { N: String(n) }, from: { S: pk } })));
      await putAll(server, byString, words.map((w) => ({ pk: { S: pk }, sk: { S: w } })));
    }
    await putAll(server, byBinary, [[0], [0, 0], [1], [127, 255], [128], [255]].map((bytes) => (
      { pk: { S: 'p' }, sk: { B: Uint8Array.from(bytes) } }
    )));
  });
  after(() => server?.stop());

  test('a partition comes whole, alone and in the order of its sort key', async () => {
    assert.deepEqual(await query(byNumber, 'pk = :p'), numbers);
    const { Items, Count, ScannedCount, LastEvaluatedKey } = await send(
      new QueryCommand({
        TableName: byNumber,
        KeyConditionExpression: 'pk = :p',
        ExpressionAttributeValues: { ':p': { S: 'q' } },
      }),
    );
    assert.ok(Items.every((item) => item.from.S === 'q'));
    assert.equal(Count, numbers.length);
    assert.equal(ScannedCount, numbers.length);
    assert.equal(LastEvaluatedKey, undefined);
    assert.deepEqual(await query(byNumber, 'pk = :p', { ':p': { S: 'nobody' } }), []);
  });

  test('strings sort by their UTF-8 bytes, binaries by unsigned bytes', async () => {
    const byBytes = [...words].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    assert.deepEqual(await query(byString, 'pk = :p'), byBytes);
    assert.deepEqual(await query(byBinary, 'pk = :p'), ['00', '0000', '01', '7fff', '80', 'ff']);
  });

  test('every comparator of a numeric sort key', async () => {
    const pivot = 3;
    const n = (value) => ({ ':v': { N: String(value) } });
    for (const [operator, holds] of [
      ['=', (x) => x === pivot],
      ['<', (x) => x < pivot],
      ['<=', (x) => x <= pivot],
      ['>', (x) => x > pivot],
      ['>=', (x) => x >= pivot],
    ]) {
      const expected = numbers.filter(holds);
      assert.deepEqual(await query(byNumber, `pk = :p AND sk ${operator} :v`, n(pivot)), expected, operator);
      assert.deepEqual(
        await query(byNumber, `pk = :p and sk ${operator} :v`, n(pivot), { ScanIndexForward: false }),
        expected.reverse(),
        `${operator} backward`,
      );
    }
    assert.deepEqual(
      await query(byNumber, 'pk = :p AND sk BETWEEN :v AND :w', { ...n(-2), ':w': { N: '2' } }),
      numbers.filter((x) => x >= -2 && x <= 2),
    );
    assert.deepEqual(await query(byNumber, 'pk = :p AND sk > :v', n('1E+100')), []);
    assert.deepEqual(await query(byNumber, 'pk = :p AND sk = :v', n('5.0e-1')), [0.5]);
  });

  test('comparators and begins_with of a string sort key', async () => {
    const s = (value) => ({ ':v': { S: value } });
    assert.deepEqual(await query(byString, 'pk = :p AND begins_with(sk, :v)', s('ab')), ['ab', 'abc', 'abd']);
    assert.deepEqual(await query(byString, 'pk = :p AND begins_with (sk, :v)', s('\u{1F600}')), ['\u{1F600}']);
    assert.deepEqual(await query(byString, 'pk = :p AND sk < :v', s('a')), ['A', 'B']);
    assert.deepEqual(
      await query(byString, 'pk = :p AND sk BETWEEN :v AND :w', { ...s('ab'), ':w': { S: 'b' } }),
      ['ab', 'abc', 'abd', 'b'],
    );
    assert.deepEqual(
      await query(byBinary, 'pk = :p AND begins_with(sk, :v)', { ':v': { B: Uint8Array.of(0) } }),
      ['00', '0000'],
    );
  });

  test('names may be placeholders, conditions may stand in either order and in parentheses', async () => {
    const names = { ExpressionAttributeNames: { '#h': 'pk', '#r': 'sk' } };
    const v = { ':v': { N: '44' } };
    assert.deepEqual(await query(byNumber, '#h = :p AND #r > :v', v, names), [45, 46, 1e100]);
    assert.deepEqual(await query(byNumber, '#r > :v AND #h = :p', v, names), [45, 46, 1e100]);
    assert.deepEqual(await query(byNumber, '(#h = :p) AND (#r > :v)', v, names), [45, 46, 1e100]);
    assert.deepEqual(await query(byNumber, ':p = pk AND :v < sk', v), [45, 46, 1e100]);
  });

  test('Limit ends a page, and the next begins where it ended', async () => {
    const page = (ExclusiveStartKey, ScanIndexForward) =>
      send(
        new QueryCommand({
          TableName: byNumber,
          KeyConditionExpression: 'pk = :p',
          ExpressionAttributeValues: { ':p': { S: 'p' } },
          Limit: 7,
          ExclusiveStartKey,
          ScanIndexForward,
        }),
      );
    const first = await page();
    assert.equal(first.Count, 7);
    assert.deepEqual(first.LastEvaluatedKey, { pk: { S: 'p' }, sk: first.Items[6].sk });
    const second = await page(first.LastEvaluatedKey);
    assert.deepEqual(second.Items.map((i) => Number(i.sk.N)), numbers.slice(7, 14));
    const back = await page(second.Items[3] && { pk: { S: 'p' }, sk: second.Items[3].sk }, false);
    assert.deepEqual(back.Items.map((i) => Number(i.sk.N)), numbers.slice(3, 10).reverse());
  });

  test('a page that ends exactly at the end still carries a LastEvaluatedKey', async () => {
    const { Count, LastEvaluatedKey } = await send(
      new QueryCommand({
        TableName: byNumber,
        KeyConditionExpression: 'pk = :p',
        ExpressionAttributeValues: { ':p': { S: 'p' } },
        Limit: numbers.length,
      }),
    );
    assert.equal(Count, numbers.length);
    assert.ok(LastEvaluatedKey);
  });

  test('the paginator sees every item once, both ways', async () => {
    for (const ScanIndexForward of [true, false]) {
      const seen = [];
      const pages = paginateQuery(
        { client: server.dynamoDb, pageSize: 9 },
        {
          TableName: byNumber,
          KeyConditionExpression: 'pk = :p',
          ExpressionAttributeValues: { ':p': { S: 'p' } },
          ScanIndexForward,
        },
      );
      for await (const page of pages) seen.push(...page.Items.map((i) => Number(i.sk.N)));
      assert.deepEqual(seen, ScanIndexForward ? numbers : [...numbers].reverse());
    }
  });

  test('a page holds at most 1 MB', async () => {
    const table = await createTable(server, { hash: 'pk:S', range: 'sk:N' });
    const text = 'x'.repeat(100_000);
    await putAll(server, table, Array.from({ length: 25 }, (_, i) => (
      { pk: { S: 'p' }, sk: { N: String(i) }, text: { S: text } }
    )));
    const counts = [];
    const seen = [];
    for await (const page of paginateQuery(
      { client: server.dynamoDb },
      { TableName: table, KeyConditionExpression: 'pk = :p', ExpressionAttributeValues: { ':p': { S: 'p' } } },
    )) {
      counts.push(page.Count);
      seen.push(...page.Items.map((item) => Number(item.sk.N)));
    }
    // Ten items stay under 1,048,576 bytes; the eleventh, which crosses, still belongs to the page.
    assert.deepEqual(counts, [11, 11, 3]);
    assert.deepEqual(seen, Array.from({ length: 25 }, (_, i) => i));
  });

  test('Select COUNT counts without items', async () => {
    const answer = await send(
      new QueryCommand({
        TableName: byNumber,
        KeyConditionExpression: 'pk = :p AND sk > :v',
        ExpressionAttributeValues: { ':p': { S: 'p' }, ':v': { N: '0' } },
        Select: 'COUNT',
      }),
    );
    const count = numbers.filter((n) => n > 0).length;
    assert.deepEqual([answer.Count, answer.ScannedCount, answer.Items], [count, count, undefined]);
  });

  test('the document client queries with plain values', async () => {
    const { Items } = await server.documents.send(
      new DocumentQueryCommand({
        TableName: byNumber,
        KeyConditionExpression: 'pk = :p AND sk >= :v',
        ExpressionAttributeValues: { ':p': 'p', ':v': 46 },
      }),
    );
    assert.deepEqual(Items.map((item) => item.sk), [46, 10n ** 100n]);
  });

  test('what is wrong with a Query is said', async () => {
    const v = { ':v': { N: '1' } };
    const bad = (condition, values, message, more) => refused(query(byNumber, condition, values, more), message);
    await bad('sk = :v', {}, /Query condition missed key schema element: pk$/, {
      ExpressionAttributeValues: v,
    });
    await bad('pk = :p AND sk <> :v', v, /KeyCondition/);
    await bad('pk = :p OR sk = :v', v, /KeyCondition/);
    await bad('pk = :p AND sk = :missing', {}, /An expression attribute value used in expression is not defined; attribute value: :missing$/);
    await bad('pk = :p AND #r = :v', v, /An expression attribute name used in the document path is not defined; attribute name: #r$/);
    await bad('pk = :p', v, /Value provided in ExpressionAttributeValues unused in expressions: keys: \{:v\}$/);
    await bad('pk = :p AND', {}, /Invalid KeyConditionExpression: Syntax error; token: /);
    await bad('', {}, /Invalid KeyConditionExpression: The expression can not be empty;$/);
    await bad('pk = :p AND sk = :v', { ':v': { S: 'text' } }, /Condition parameter type does not match schema type$/);
    await bad('pk = :p', {}, /Member must have value greater than or equal to 1$/, { Limit: 0 });
    await bad('pk = :p', {}, /The provided starting key is invalid/, { ExclusiveStartKey: { pk: { S: 'p' } } });
    await bad('pk = :p', {}, /The table does not have the specified index: Nope$/, { IndexName: 'Nope' });
    await refused(
      send(new QueryCommand({ TableName: byNumber })),
      'Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.',
    );
    await assert.rejects(query('Nowhere', 'pk = :p'), ResourceNotFoundException);
  });
});

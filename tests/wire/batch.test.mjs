// BatchWriteItem and BatchGetItem through the AWS SDK.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  ResourceNotFoundException,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { BatchGetCommand, BatchWriteCommand } from '@aws-sdk/lib-dynamodb';

import { Server } from './support/server.mjs';
import { createTable, putAll } from './support/tables.mjs';

const put = (id, more) => ({ PutRequest: { Item: { id: { S: id }, ...more } } });
const remove = (id) => ({ DeleteRequest: { Key: { id: { S: id } } } });
const key = (id) => ({ id: { S: id } });

describe('batches', () => {
  let server;
  const write = (RequestItems) => server.dynamoDb.send(new BatchWriteItemCommand({ RequestItems }));
  const get = (RequestItems) => server.dynamoDb.send(new BatchGetItemCommand({ RequestItems }));
  const refused = (promise, message) =>
    assert.rejects(promise, { name: 'ValidationException', message });

  before(async () => (server = await Server.start()));
  after(() => server?.stop());

  test('puts and deletes in several tables at once', async () => {
    const [a, b] = [await createTable(server), await createTable(server)];
    await putAll(server, a, [{ id: { S: 'old' } }]);
    const { UnprocessedItems } = await write({
      [a]: [remove('old'), put('new', { v: { N: '1' } }), remove('never there')],
      [b]: [put('new', { v: { N: '2' } })],
    });
    assert.deepEqual(UnprocessedItems, {});
    const { Responses, UnprocessedKeys } = await get({
      [a]: { Keys: [key('old'), key('new')] },
      [b]: { Keys: [key('new'), key('missing')], ConsistentRead: true },
    });
    assert.deepEqual(Responses[a], [{ id: { S: 'new' }, v: { N: '1' } }]);
    assert.deepEqual(Responses[b], [{ id: { S: 'new' }, v: { N: '2' } }]);
    assert.deepEqual(UnprocessedKeys, {});
  });

  test('a table none of whose keys exist answers an empty list', async () => {
    const table = await createTable(server);
    const { Responses } = await get({ [table]: { Keys: [key('missing')] } });
    assert.deepEqual(Responses, { [table]: [] });
  });

  test('25 writes and 100 keys are taken, 26 and 101 are not', async () => {
    const table = await createTable(server);
    const ids = Array.from({ length: 101 }, (_, i) => `id ${i}`);
    for (let i = 0; i < 100; i += 25) await write({ [table]: ids.slice(i, i + 25).map((id) => put(id)) });
    const { Responses } = await get({ [table]: { Keys: ids.slice(0, 100).map(key) } });
    assert.deepEqual(Responses[table].map((item) => item.id.S).sort(), ids.slice(0, 100).sort());

    await refused(write({ [table]: ids.slice(0, 26).map((id) => put(id)) }), /less than or equal to 25/);
    await refused(get({ [table]: { Keys: ids.map(key) } }), /less than or equal to 100|Too many items requested/);
    await refused(write({ [table]: [] }), /greater than or equal to 1/);
    await refused(write({}), /length greater than or equal to 1|requestItems parameter is required/);
    await refused(get({}), /length greater than or equal to 1$/);
  });

  test('one key twice is refused, and nothing of the batch is written', async () => {
    const table = await createTable(server);
    const duplicates = /Provided list of item keys contains duplicates$/;
    await refused(write({ [table]: [put('other'), put('x'), put('x')] }), duplicates);
    await refused(write({ [table]: [put('other'), put('x'), remove('x')] }), duplicates);
    await refused(get({ [table]: { Keys: [key('x'), key('x')] } }), duplicates);
    const { Count } = await server.dynamoDb.send(new ScanCommand({ TableName: table }));
    assert.equal(Count, 0);
  });

  test('a wrong key, a bad value or a missing table refuses the whole batch', async () => {
    const table = await createTable(server);
    const schema = 'The provided key element does not match the schema';
    await refused(write({ [table]: [put('good'), { PutRequest: { Item: { other: { S: 'x' } } } }] }), schema);
    await refused(get({ [table]: { Keys: [{ id: { N: '1' } }] } }), schema);
    await refused(write({ [table]: [put('good'), put('bad', { n: { N: 'x' } })] }), /cannot be converted to a numeric value/);
    await refused(
      write({ [table]: [put('good'), put('large', { v: { S: 'x'.repeat(409_600) } })] }),
      /Item size has exceeded the maximum allowed size/,
    );
    await assert.rejects(write({ [table]: [put('good')], Nowhere: [put('x')] }), ResourceNotFoundException);
    const { Count } = await server.dynamoDb.send(new ScanCommand({ TableName: table }));
    assert.equal(Count, 0);
  });

  test('an answer over 16 MB leaves the rest in UnprocessedKeys', async () => {
    const table = await createTable(server);
    const v = { S: 'x'.repeat(380_000) };
    const ids = Array.from({ length: 50 }, (_, i) => `${i}`); // 19 MB
    await putAll(server, table, ids.map((id) => ({ id: { S: id }, v })));
    const seen = [];
    let requests = { [table]: { Keys: ids.map(key) } };
    let rounds = 0;
    while (Object.keys(requests).length > 0) {
      assert.ok(++rounds <= 3);
      const { Responses, UnprocessedKeys } = await get(requests);
      seen.push(...Responses[table].map((item) => item.id.S));
      requests = UnprocessedKeys;
    }
    assert.equal(rounds, 2);
    assert.deepEqual(seen.sort(), ids.sort());
  });

  test('the document client batches plain values', async () => {
    const table = await createTable(server);
    await server.documents.send(
      new BatchWriteCommand({ RequestItems: { [table]: [{ PutRequest: { Item: { id: 'a', n: 1 } } }] } }),
    );
    const { Responses } = await server.documents.send(
      new BatchGetCommand({ RequestItems: { [table]: { Keys: [{ id: 'a' }] } } }),
    );
    assert.deepEqual(Responses[table], [{ id: 'a', n: 1 }]);
  });
});

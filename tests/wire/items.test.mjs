// PutItem, GetItem and DeleteItem through the AWS SDK, with every attribute type.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import {
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-dynamodb';
import { DeleteCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';

import { Server } from './support/server.mjs';
import { createTable } from './support/tables.mjs';

describe('items', () => {
  let server;
  let TableName;
  const send = (command) => server.dynamoDb.send(command);
  const put = (Item, more) => send(new PutItemCommand({ TableName, Item, ...more }));
  const get = async (Key) =>
    (await send(new GetItemCommand({ TableName, Key, ConsistentRead: true }))).Item;
  const refused = (promise, message) =>
    assert.rejects(promise, { name: 'ValidationException', message });

  before(async () => {
    server = await Server.start();
    TableName = await createTable(server);
  });
  after(() => server?.stop());

  test('all ten attribute types come back as they went in', async () => {
    const item = {
      id: { S: 'ten types' },
      string: { S: 'Grüße, 世界 \u{1F600}\n\t"\\/\u0000\u001f' },
      emptyString: { S: '' },
      number: { N: '-12.5' },
      binary: { B: Uint8Array.from({ length: 256 }, (_, i) => i) },
      emptyBinary: { B: new Uint8Array() },
      boolean: { BOOL: true },
      no: { BOOL: false },
      nothing: { NULL: true },
      strings: { SS: ['Zoë', 'a', 'b', ''] },
      numbers: { NS: ['-1', '0', '10', '9.5'] },
      binaries: { BS: [Uint8Array.of(0), Uint8Array.of(0xff, 1)] },
      list: { L: [{ S: 'x' }, { N: '1' }, { L: [] }, { NULL: true }] },
      map: { M: { deep: { M: { deeper: { L: [{ M: {} }] } } } } },
    };
    await put(item);
    const stored = await get({ id: item.id });

    const asSets = ({ strings, numbers, binaries, ...rest }) => ({
      ...rest,
      strings: new Set(strings.SS),
      numbers: new Set(numbers.NS),
      binaries: new Set(binaries.BS.map((b) => Buffer.from(b).toString('hex'))),
      binary: Buffer.from(rest.binary.B).toString('hex'),
      emptyBinary: rest.emptyBinary.B.length,
    });
    assert.deepEqual(asSets(stored), asSets(item));
  });

  test('numbers are decimals of 38 digits and come back in canonical form', async () => {
    const digits38 = '12345678901234567890123456789012345678';
    const cases = {
      '00042.50': '42.5',
      '+5': '5',
      '5.': '5',
      '.5': '0.5',
      '-0': '0',
      '0.000': '0',
      '1e3': '1000',
      '-1.5E-3': '-0.0015',
      [digits38]: digits38,
      [`-0.${digits38}`]: `-0.${digits38}`,
      '9.9999999999999999999999999999999999999E+125': '9'.repeat(38) + '0'.repeat(88),
      '1E-130': `0.${'0'.repeat(129)}1`,
    };
    for (const [written, canonical] of Object.entries(cases)) {
      await put({ id: { S: 'number' }, n: { N: written }, l: { L: [{ N: written }] } });
      const stored = await get({ id: { S: 'number' } });
      assert.equal(stored.n.N, canonical, written);
      assert.equal(stored.l.L[0].N, canonical, written);
    }
  });

  test('what is no number, or too much of one, is refused', async () => {
    const refuses = (N, message) => refused(put({ id: { S: 'number' }, n: { N } }), message);
    await refuses('twelve', /The parameter cannot be converted to a numeric value: twelve$/);
    await refuses('1 ', /cannot be converted to a numeric value/);
    await refuses('NaN', /cannot be converted to a numeric value/);
    await refuses('1'.repeat(39), /Attempting to store more than 38 significant digits in a Number/);
    await refuses('1E126', /Number overflow\. Attempting to store a number with magnitude larger than supported range/);
    await refuses('1E-131', /Number underflow\. Attempting to store a number with magnitude smaller than supported range/);
  });

  test('sets must be sets, NULL must be true, and values must have one type', async () => {
    const refuses = (value, message) => refused(put({ id: { S: 'x' }, v: value }), message);
    await refuses({ SS: ['a', 'b', 'b'] }, /Input collection \["a", "b", "b"\] contains duplicates/);
    await refuses({ NS: ['1', '1.0'] }, /Input collection contains duplicates/);
    await refuses({ SS: [] }, /An string set {2}may not be empty/);
    await refuses({ NS: [] }, /An number set {2}may not be empty/);
    await refuses({ NULL: false }, /Null attribute value types must have the value of true/);
  });

  test('values nest 31 deep, no deeper', async () => {
    const nested = (depth) => (depth === 0 ? { S: 'core' } : { L: [nested(depth - 1)] });
    const deep = { id: { S: 'deep' }, v: nested(31) };
    await put(deep);
    assert.deepEqual(await get({ id: deep.id }), deep);
    await refused(put({ id: { S: 'deep' }, v: nested(32) }), /Nesting Levels have exceeded supported limits/);
  });

  test('an item holds 400 KB, names included, and not a byte more', async () => {
    const largest = { id: { S: 'x' }, v: { S: 'v'.repeat(409_600 - 2 - 1 - 1) } };
    await put(largest);
    assert.equal((await get({ id: { S: 'x' } })).v.S.length, largest.v.S.length);
    largest.v.S += 'v';
    await refused(put(largest), /Item size has exceeded the maximum allowed size/);
  });

  test('PutItem replaces the whole item; ALL_OLD answers what it replaced', async () => {
    const first = { id: { S: 'replaced' }, a: { N: '1' } };
    const second = { id: { S: 'replaced' }, b: { N: '2' } };
    const all = { ReturnValues: 'ALL_OLD' };
    assert.equal((await put(first, all)).Attributes, undefined);
    assert.deepEqual((await put(second, all)).Attributes, first);
    assert.deepEqual(await get({ id: first.id }), second);
    assert.equal((await put(second, { ReturnValues: 'NONE' })).Attributes, undefined);
    await refused(put(first, { ReturnValues: 'ALL_NEW' }), /ReturnValues can only be ALL_OLD or NONE/);
    assert.deepEqual(await get({ id: first.id }), second);
  });

  test('DeleteItem removes; deleting what is not there succeeds', async () => {
    const item = { id: { S: 'deleted' }, a: { N: '1' } };
    const remove = () =>
      send(new DeleteItemCommand({ TableName, Key: { id: item.id }, ReturnValues: 'ALL_OLD' }));
    await put(item);
    assert.deepEqual((await remove()).Attributes, item);
    assert.equal(await get({ id: item.id }), undefined);
    assert.equal((await remove()).Attributes, undefined);
  });

  test('GetItem of a missing item answers no Item', async () => {
    assert.equal(await get({ id: { S: 'never put' } }), undefined);
  });

  test('keys of every type find their item; numbers are keys by value', async () => {
    for (const [hash, range, key, same] of [
      ['h:S', 'r:S', { h: { S: 'ü' }, r: { S: 'x\u0000y' } }],
      ['h:N', 'r:N', { h: { N: '1' }, r: { N: '-10' } }, { h: { N: '1.00' }, r: { N: '-1e1' } }],
      ['h:B', 'r:B', { h: { B: Uint8Array.of(0, 1) }, r: { B: Uint8Array.of(255, 0) } }],
    ]) {
      const table = await createTable(server, { hash, range });
      await send(new PutItemCommand({ TableName: table, Item: { ...key, v: { S: hash } } }));
      const { Item } = await send(new GetItemCommand({ TableName: table, Key: same ?? key }));
      assert.deepEqual(Item?.v, { S: hash });
    }
  });

  test('what is wrong with a key is said', async () => {
    const wrongKey = 'The provided key element does not match the schema';
    await refused(put({ other: { S: 'x' } }), /One or more parameter values were invalid: Missing the key id in the item$/);
    await refused(put({ id: { N: '1' } }), /One or more parameter values were invalid: Type mismatch for key id expected: S actual: N$/);
    await refused(put({ id: { S: '' } }), /The AttributeValue for a key attribute cannot contain an empty string value\. Key: id$/);
    await refused(get({ id: { N: '1' } }), wrongKey);
    await refused(get({ id: { S: 'x' }, more: { S: 'x' } }), wrongKey);
    await refused(get({}), wrongKey);
    await refused(send(new DeleteItemCommand({ TableName, Key: { other: { S: 'x' } } })), wrongKey);
    await refused(
      put({ id: { S: 'k'.repeat(2049) } }),
      /Size of hashkey has exceeded the maximum size limit of2048 bytes/,
    );
  });

  test('a table that is not there is an SDK exception of its own', async () => {
    await assert.rejects(
      send(new GetItemCommand({ TableName: 'Nowhere', Key: { id: { S: 'x' } } })),
      (error) =>
        error instanceof ResourceNotFoundException &&
        error.message === 'Requested resource not found' &&
        error.$metadata.requestId.length === 52,
    );
  });

  test('consumed capacity is counted as AWS counts it', async () => {
    const units = async (command) => {
      const { ConsumedCapacity } = await send(command);
      assert.equal(ConsumedCapacity.TableName, TableName);
      return ConsumedCapacity.CapacityUnits;
    };
    const ReturnConsumedCapacity = 'TOTAL';
    const Key = { id: { S: 'cap' } };
    const Item = { ...Key, v: { S: 'v'.repeat(4500) } }; // 4,506 bytes
    const read = (ConsistentRead, key = Key) =>
      new GetItemCommand({ TableName, Key: key, ConsistentRead, ReturnConsumedCapacity });
    assert.equal(await units(new PutItemCommand({ TableName, Item, ReturnConsumedCapacity })), 5);
    assert.equal(await units(read(true)), 2);
    assert.equal(await units(read(false)), 1);
    assert.equal(await units(read(false, { id: { S: 'missing' } })), 0.5);
    assert.equal(await units(new DeleteItemCommand({ TableName, Key, ReturnConsumedCapacity })), 5);
    const { ConsumedCapacity } = await send(new PutItemCommand({ TableName, Item }));
    assert.equal(ConsumedCapacity, undefined);
  });

  test('the document client takes and gives plain values', async () => {
    const item = {
      id: 'document',
      count: 3,
      ok: true,
      none: null,
      tags: new Set(['a', 'b']),
      scores: new Set([1, 2.5]),
      bytes: Uint8Array.of(1, 2, 3),
      list: ['x', 1, { y: [] }],
      map: { nested: { deeper: 'yes' } },
    };
    await server.documents.send(new PutCommand({ TableName, Item: item }));
    const { Item } = await server.documents.send(new GetCommand({ TableName, Key: { id: 'document' } }));
    assert.deepEqual({ ...Item, bytes: [...Item.bytes] }, { ...item, bytes: [1, 2, 3] });
    const { Attributes } = await server.documents.send(
      new DeleteCommand({ TableName, Key: { id: 'document' }, ReturnValues: 'ALL_OLD' }),
    );
    assert.equal(Attributes.map.nested.deeper, 'yes');
  });

  test('writers of one item never meet a conflict', async () => {
    const Key = { id: { S: 'contended' } };
    await Promise.all(
      Array.from({ length: 64 }, (_, i) => put({ ...Key, writer: { N: String(i) } })),
    );
    const { writer } = await get(Key);
    assert.ok(Number(writer.N) >= 0 && Number(writer.N) < 64);
  });
});

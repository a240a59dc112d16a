// Whatever is sent, the answer is an error of AWS's, and the server lives on.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import net from 'node:net';
import { after, afterEach, before, describe, test } from 'node:test';

import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';

import { Server } from './support/server.mjs';
import { createTable } from './support/tables.mjs';

describe('bad input', () => {
  let server;
  let table;

  // POST as a client would, with any target and body: { status, type, message }.
  const call = async (operation, body, headers = {}) => {
    const answer = await fetch(server.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        authorization: 'AWS4-HMAC-SHA256 Credential=test/20260101/eu-west-2/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
        'x-amz-date': '20260101T000000Z',
        ...(operation !== undefined && { 'x-amz-target': operation.includes('.') ? operation : `DynamoDB_20120810.${operation}` }),
        ...headers,
      },
      body,
    });
    const text = await answer.text();
    const json = text.startsWith('{') ? JSON.parse(text) : {};
    return { status: answer.status, type: json.__type, message: json.message ?? json.Message, text };
  };

  // Sends these bytes on a connection of their own and returns what came back until it was closed.
  const raw = async (bytes, { half = true } = {}) => {
    const socket = net.connect({ port: server.port, host: '127.0.0.1', allowHalfOpen: true });
    await once(socket, 'connect');
    const parts = [];
    socket.on('data', (part) => parts.push(part));
    socket.on('error', () => {}); // a reset is an answer, too
    let late = false;
    socket.setTimeout(60_000, () => {
      late = true;
      socket.destroy();
    });
    const closed = new Promise((resolve) => socket.on('close', resolve));
    socket.on('end', () => socket.end());
    socket.write(bytes);
    if (half) socket.end();
    await closed;
    assert.ok(!late, 'the server left the connection open');
    return Buffer.concat(parts).toString('latin1');
  };

  before(async () => {
    server = await Server.start();
    table = await createTable(server);
    await server.dynamoDb.send(new PutItemCommand({ TableName: table, Item: { id: { S: 'witness' } } }));
  });
  // The same process still answers, after every test.
  afterEach(async () => {
    const { Item } = await server.dynamoDb.send(
      new GetItemCommand({ TableName: table, Key: { id: { S: 'witness' } } }),
    );
    assert.deepEqual(Item, { id: { S: 'witness' } });
  });
  after(() => server?.stop());

  test('what is not JSON, or not an object, is a SerializationException', async () => {
    for (const body of [
      '', '{', '{"TableName"', '{"TableName":}', 'null', '[]', '"text"', '1', '{} {}', "{'a':1}", '{"a":01}', '\u0000',
      '{"a":"\n"}', '{,}', '{"a":1,}', 'NaN', '\ufeff{}x',
    ]) {
      const { status, type } = await call('ListTables', body);
      assert.deepEqual([status, type], [400, 'com.amazon.coral.service#SerializationException'], JSON.stringify(body));
    }
  });

  test('invalid UTF-8 is refused', async () => {
    for (const bytes of [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80], [0xe2, 0x82]]) {
      const body = Buffer.concat([Buffer.from('{"TableName":"'), Buffer.from(bytes), Buffer.from('"}')]);
      const { status } = await call('DescribeTable', body);
      assert.equal(status, 400, bytes.join());
    }
  });

  test('a wrong type is a SerializationException that says which', async () => {
    for (const [operation, body, message] of [
      ['DescribeTable', '{"TableName":5}', 'NUMBER_VALUE cannot be converted to String'],
      ['DescribeTable', '{"TableName":true}', 'TRUE_VALUE cannot be converted to String'],
      ['DescribeTable', '{"TableName":{}}', 'Start of structure or map found where not expected'],
      ['DescribeTable', '{"TableName":[]}', 'Unrecognized collection type class java.lang.String'],
      ['ListTables', '{"Limit":"5"}', 'STRING_VALUE cannot be converted to Integer'],
      ['GetItem', '{"TableName":"abc","Key":{"id":{"S":"x"}},"ConsistentRead":"yes"}', 'Unexpected token received from parser'],
      ['GetItem', '{"TableName":"abc","Key":{"id":{"N":5}}}', 'NUMBER_VALUE cannot be converted to String'],
      ['CreateTable', '{"TableName":"abc","KeySchema":"no"}', 'Unexpected field type'],
    ]) {
      const answer = await call(operation, body);
      assert.deepEqual(
        [answer.status, answer.type, answer.message],
        [400, 'com.amazon.coral.service#SerializationException', message],
        body,
      );
    }
  });

  test('a missing member, an empty value and two types in one value are ValidationExceptions', async () => {
    for (const [operation, body] of [
      ['GetItem', '{}'],
      ['GetItem', `{"TableName":"${table}"}`],
      ['GetItem', `{"TableName":"${table}","Key":{"id":{}}}`],
      ['GetItem', `{"TableName":"${table}","Key":{"id":{"S":"x","N":"1"}}}`],
      ['PutItem', `{"TableName":"${table}","Item":null}`],
      ['PutItem', `{"TableName":"${table}","Item":{"id":{"S":"x"}},"ReturnValues":"SOME"}`],
    ]) {
      const { status, type, message } = await call(operation, body);
      assert.deepEqual([status, type], [400, 'com.amazon.coral.validate#ValidationException'], body);
      assert.ok(message);
    }
  });

  test('an unknown target is an UnknownOperationException', async () => {
    for (const target of ['MakeCoffee', 'DynamoDB_20120810.', 'DynamoDB_19991231.GetItem', 'GetItem.GetItem', 'Kinesis_20131202.PutRecord', undefined]) {
      const { status, type } = await call(target, '{}');
      assert.deepEqual([status, type], [400, 'com.amazon.coral.service#UnknownOperationException'], target);
    }
  });

  test('GET / is the health check; other methods and paths are not found', async () => {
    const health = await fetch(server.url);
    assert.equal(health.status, 200);
    assert.match(await health.text(), /^healthy: dynamodb\./);
    for (const [method, path] of [['PUT', '/'], ['DELETE', '/'], ['POST', '/nowhere'], ['GET', '/_tombola/nothing']]) {
      assert.equal((await fetch(server.url + path, { method })).status, 404, `${method} ${path}`);
    }
  });

  test('nesting without end is refused', async () => {
    const bombs = [
      '['.repeat(1_000_000),
      '{"a":'.repeat(500_000),
      `{"TableName":"${table}","Item":{"id":{"S":"x"},"v":${'{"L":['.repeat(5000)}{"S":""}${']}'.repeat(5000)}}}`,
    ];
    for (const bomb of bombs) assert.equal((await call('PutItem', bomb)).status, 400);
  });

  test('a body over 16 MB is a 413, with and without a Content-Length', async () => {
    const head = 'POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: DynamoDB_20120810.ListTables\r\nContent-Type: application/x-amz-json-1.0\r\n';
    const whole = Buffer.alloc(16_777_217, ' ');
    const sent = Buffer.concat([Buffer.from(`${head}Content-Length: ${whole.length}\r\n\r\n`), whole]);
    assert.match(await raw(sent, { half: false }), /^HTTP\/1\.1 413 /);
    // Refused by its head: it is not even read.
    const declared = await raw(`${head}Content-Length: 16777217\r\n\r\n{`, { half: false });
    assert.match(declared, /^HTTP\/1\.1 413 /);

    const chunk = Buffer.alloc(1 << 20, 'x');
    const chunked = [Buffer.from(`${head}Transfer-Encoding: chunked\r\n\r\n`)];
    for (let i = 0; i < 17; ++i) chunked.push(Buffer.from('100000\r\n'), chunk, Buffer.from('\r\n'));
    chunked.push(Buffer.from('0\r\n\r\n'));
    assert.match(await raw(Buffer.concat(chunked), { half: false }), /^HTTP\/1\.1 413 |^$/);
  });

  test('a body of just under 16 MB is read', async () => {
    const { status, type } = await call('PutItem', JSON.stringify({ TableName: table, Item: { id: { S: 'x'.repeat(16_700_000) } } }));
    assert.deepEqual([status, type], [400, 'com.amazon.coral.validate#ValidationException']);
  });

  test('a request that ends too soon only ends its connection', async () => {
    const whole = 'POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: DynamoDB_20120810.ListTables\r\nContent-Length: 1000\r\n\r\n{"Limit":1';
    for (let length = 1; length <= whole.length; length += 7) await raw(whole.slice(0, length));
    const chunked = 'POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"Lim';
    await raw(chunked);
    await raw(chunked.replace('5\r\n', 'zzz\r\n'));
    await raw(chunked.replace('5\r\n', 'ffffffffffffffffff\r\n'));
  });

  test('what is not HTTP is refused', async () => {
    for (const bytes of [
      'hello\r\n\r\n',
      'GET\r\n\r\n',
      'GET / HTTP/9.9\r\n\r\n',
      'GET / HTTP/1.1\r\nno colon here\r\n\r\n',
      `GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: ${'x'.repeat(200_000)}\r\n\r\n`,
      'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n',
      'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!',
      Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03, 0x03]), // a TLS hello
      Buffer.alloc(100_000),
    ]) {
      assert.match(await raw(bytes), /^(HTTP\/1\.1 4\d\d |$)/);
    }
  });

  test('random bytes, and requests with random damage, never break it', async () => {
    const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
    const random = generator(seed);
    const pick = (n) => Math.floor(random() * n);
    for (let i = 0; i < 50; ++i) {
      await raw(Buffer.from(Array.from({ length: pick(3000) }, () => pick(256))));
    }
    const requests = [
      ['PutItem', { TableName: table, Item: { id: { S: 'f' }, n: { N: '1.5e3' }, l: { L: [{ BOOL: true }, { M: { a: { NULL: true } } }] }, s: { NS: ['1', '2'] }, b: { B: 'AQI=' } }, ReturnValues: 'ALL_OLD' }],
      ['Query', { TableName: table, KeyConditionExpression: '#i = :v', ExpressionAttributeNames: { '#i': 'id' }, ExpressionAttributeValues: { ':v': { S: 'f' } }, Limit: 5 }],
      ['CreateTable', { TableName: `Fuzz${seed}`, AttributeDefinitions: [{ AttributeName: 'a', AttributeType: 'S' }], KeySchema: [{ AttributeName: 'a', KeyType: 'HASH' }], BillingMode: 'PAY_PER_REQUEST', StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' } }],
      ['BatchWriteItem', { RequestItems: { [table]: [{ PutRequest: { Item: { id: { S: 'g' } } } }, { DeleteRequest: { Key: { id: { S: 'h' } } } }] } }],
      ['DynamoDBStreams_20120810.GetRecords', { ShardIterator: 'arn:aws:dynamodb:eu-west-2:000000000000:table/x/stream/y|1|AAAA', Limit: 10 }],
    ];
    const tokens = ['{', '}', '[', ']', '"', ':', ',', 'null', '-1', '1e999', '"\\u0000"', '{"S":""}', 'true', '\\', '99999999999999999999'];
    for (let i = 0; i < 500; ++i) {
      const [operation, body] = requests[pick(requests.length)];
      let text = JSON.stringify(body);
      for (let damage = 1 + pick(3); damage > 0; --damage) {
        const at = pick(text.length);
        const end = pick(3) === 0 ? at : Math.min(text.length, at + 1 + pick(12));
        text = text.slice(0, at) + (pick(2) ? tokens[pick(tokens.length)] : '') + text.slice(end);
      }
      const answer = await call(operation, text);
      const told = `seed ${seed}, ${operation} ${text} -> ${answer.status} ${answer.text}`;
      assert.ok(answer.status === 200 || (answer.status === 400 && answer.type), told);
    }
  });

  test('hundreds of silent connections leave room for work', async (t) => {
    const sockets = await Promise.all(
      Array.from({ length: 300 }, async () => {
        const socket = net.connect(server.port, '127.0.0.1');
        socket.on('error', () => {});
        await once(socket, 'connect');
        socket.write('POST / HTTP/1.1\r\n');
        return socket;
      }),
    );
    t.after(() => sockets.forEach((socket) => socket.destroy()));
    assert.equal((await call('ListTables', '{}')).status, 200);
  });
});

// mulberry32: small, seeded, good enough to damage a request.
function generator(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

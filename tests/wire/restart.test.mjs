// What survives the end of the process: everything that was acknowledged, however it ended.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import net from 'node:net';
import path from 'node:path';
import { describe, test } from 'node:test';

import {
  DescribeTableCommand,
  GetItemCommand,
  PutItemCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';

import { isStrictlyAscending, readLines, sequenceNumbers } from './support/records.mjs';
import { handler, Server, temporaryFolder } from './support/server.mjs';
import { createTable, putAll, readStream } from './support/tables.mjs';

const put = (server, id, more) =>
  server.dynamoDb.send(new PutItemCommand({ TableName: 'Source', Item: { id: { S: id }, ...more } }));
const streamOf = async (server) =>
  (await server.dynamoDb.send(new DescribeTableCommand({ TableName: 'Source' }))).Table.LatestStreamArn;
const ids = (records) => records.map((record) => record.dynamodb.Keys.id.S);

// Starts servers over one data directory, with a trigger whose handler writes to one file.
function home(t) {
  const folder = temporaryFolder();
  const file = path.join(folder, 'records');
  return {
    records: () => readLines(file),
    async start() {
      const server = await Server.start({
        data: path.join(folder, 'data'),
        args: ['--trigger', `Source=${handler('record.mjs')}`, '--env', `RECORD_FILE=${file}`],
      });
      t.after(() => server.stop());
      return server;
    },
  };
}

describe('a restart', () => {
  test('keeps items, stream records, sequence numbers and the trigger’s place', async (t) => {
    const { start, records } = home(t);
    const first = await start();
    await createTable(first, { name: 'Source', stream: 'NEW_AND_OLD_IMAGES' });
    await putAll(first, 'Source', Array.from({ length: 50 }, (_, i) => ({ id: { S: `early ${i}` } })));
    await put(first, 'early 0', { changed: { BOOL: true } });
    const arn = await streamOf(first);
    const before = await readStream(first, arn);
    assert.equal(before.length, 51);
    await first.idle();
    await first.stop();

    const second = await start();
    assert.equal(await streamOf(second), arn);
    const { Item } = await second.dynamoDb.send(
      new GetItemCommand({ TableName: 'Source', Key: { id: { S: 'early 0' } } }),
    );
    assert.deepEqual(Item, { id: { S: 'early 0' }, changed: { BOOL: true } });
    assert.equal((await second.dynamoDb.send(new ScanCommand({ TableName: 'Source' }))).Count, 50);
    assert.deepEqual(await readStream(second, arn), before);
    await put(second, 'late');
    await second.idle();

    const seen = records();
    assert.equal(seen.length, 52, 'each record came once');
    assert.deepEqual(ids(seen).slice(51), ['late']);
    assert.ok(isStrictlyAscending(sequenceNumbers(seen)));
  });

  test('in the middle of the work loses nothing and keeps the order', async (t) => {
    const { start, records } = home(t);
    const first = await start();
    await createTable(first, { name: 'Source', stream: 'NEW_IMAGE' });
    const expected = Array.from({ length: 1000 }, (_, i) => `entry ${i}`);
    await putAll(first, 'Source', expected.slice(0, 500).map((id) => ({ id: { S: id } })));
    await first.stop(); // not waited for: some are delivered, some are not

    const second = await start();
    await putAll(second, 'Source', expected.slice(500).map((id) => ({ id: { S: id } })));
    await second.idle();
    const seen = records();
    assert.deepEqual(new Set(ids(seen)), new Set(expected));
    assert.ok(isStrictlyAscending(firstDeliveries(seen)));
  });
});

describe('kill -9', () => {
  test('loses no acknowledged write and no record of one', async (t) => {
    const { start, records } = home(t);
    const first = await start();
    await createTable(first, { name: 'Source', stream: 'NEW_IMAGE' });
    const acknowledged = [];
    let killed;
    const writers = Array.from({ length: 8 }, async (_, w) => {
      for (let i = 0; !killed; ++i) {
        const id = `writer ${w} entry ${i}`;
        try {
          await put(first, id);
        } catch (error) {
          if (killed) return; // the put that the kill cut off may be there or not
          throw error;
        }
        if (acknowledged.push(id) === 600) killed = first.kill();
      }
    });
    await Promise.all(writers);
    await killed;

    const second = await start();
    await second.idle();
    const { Items } = await second.dynamoDb.send(new ScanCommand({ TableName: 'Source' }));
    const stored = new Set(Items.map((item) => item.id.S));
    const stream = await readStream(second, await streamOf(second));
    assert.deepEqual(acknowledged.filter((id) => !stored.has(id)), [], 'stored');
    assert.deepEqual(new Set(ids(stream)), stored, 'a record for every item, an item for every record');
    assert.deepEqual(new Set(ids(records())), stored, 'delivered');
    assert.ok(isStrictlyAscending(firstDeliveries(records())), 'in order');
    assert.ok(isStrictlyAscending(sequenceNumbers(stream)));
  });

  for (const busy of [false, true]) {
    test(`takes ${busy ? 'busy' : 'idle'} handlers along and leaves the port free`, async (t) => {
      const watch = net.createServer();
      watch.listen(0, '127.0.0.1');
      t.after(() => watch.close());
      await once(watch, 'listening');
      const folder = temporaryFolder();
      const options = {
        data: path.join(folder, 'data'),
        args: [
          '--http', `GET /hold=${handler('hold.mjs')}`,
          '--http', `GET /busy=${handler('hold.mjs:busy')}`,
          '--env', `WATCH_PORT=${watch.address().port}`,
        ],
      };
      const first = await Server.start(options);
      t.after(() => first.stop());

      const connected = once(watch, 'connection');
      const answer = fetch(`${first.url}/${busy ? 'busy' : 'hold'}`).catch(() => {});
      const [socket] = await connected;
      // A reset is an end, too; and the next server's handler connects as well.
      socket.on('error', () => {});
      watch.on('connection', (other) => other.on('error', () => {}).resume());
      if (busy) {
        await once(socket, 'data');
      } else {
        const pid = Number(await (await answer).text());
        assert.ok(process.kill(pid, 0), 'the handler runs');
        socket.resume();
      }
      const ended = once(socket, 'close');
      await first.kill();
      await ended; // its process is gone
      await answer;

      const second = await Server.start({ ...options, port: first.port });
      t.after(() => second.stop());
      assert.equal(second.port, first.port);
      assert.equal((await fetch(`${second.url}/hold`)).status, 200);
    });
  }
});

// The sequence numbers as they came first: a batch may come twice, but never out of order.
function firstDeliveries(records) {
  return [...new Set(sequenceNumbers(records))];
}

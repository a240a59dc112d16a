// A disk that is full or read-only: clear errors, nothing corrupted, and with room again writes work
// without a restart. The disk is a small tmpfs in a mount namespace of the server's own.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';

import { PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';

import { readLines } from './support/records.mjs';
import { handler, Server, temporaryFolder, tombola } from './support/server.mjs';
import { createTable } from './support/tables.mjs';

// Room for RocksDB, which wants that of a write buffer (64 MB) before it goes on.
const diskMegabytes = 200;

// A server whose data directory is on a disk of its own: `disk` is where the test sees it.
async function startOnDisk(t, args = []) {
  const folder = temporaryFolder();
  const mount = path.join(folder, 'disk');
  fs.mkdirSync(mount);
  const script = `mount -t tmpfs -o size=${diskMegabytes}M tmpfs '${mount}' && exec '${tombola}' serve "$@"`;
  const server = await Server.start({
    data: path.join(mount, 'data'),
    args,
    command: ['/usr/bin/unshare', '--map-root-user', '--mount', '/bin/sh', '-c', script, 'sh'],
  });
  t.after(() => server.stop());
  return Object.assign(server, { disk: `/proc/${server.pid}/root${mount}` });
}

// Takes what room is left.
function fill(file) {
  const megabyte = Buffer.alloc(2 ** 20);
  assert.throws(() => {
    for (;;) fs.appendFileSync(file, megabyte);
  }, /ENOSPC/);
}

const put = (server, id, text = '') =>
  server.dynamoDb.send(
    new PutItemCommand({ TableName: 'Source', Item: { id: { S: id }, text: { S: text } } }),
  );

// Puts until one is refused: { acknowledged: ids, error }.
async function putUntilRefused(server, name) {
  const acknowledged = [];
  for (;;) {
    const id = `${name} ${acknowledged.length}`;
    try {
      await put(server, id, 'x'.repeat(300_000));
    } catch (error) {
      return { acknowledged, error };
    }
    acknowledged.push(id);
  }
}

// Again and again while it is refused for the disk's sake.
async function oncePossible(action) {
  const deadline = Date.now() + 60_000;
  for (;;) {
    try {
      return await action();
    } catch (error) {
      assert.match(error.message, /No space left on device/);
      assert.ok(Date.now() < deadline, error);
    }
  }
}

const storedIds = async (server) => {
  const ids = [];
  let ExclusiveStartKey;
  do {
    const page = await server.dynamoDb.send(
      new ScanCommand({ TableName: 'Source', ProjectionExpression: 'id', ExclusiveStartKey }),
    );
    ids.push(...page.Items.map((item) => item.id.S));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  return ids.sort();
};

describe('a disk', () => {
  test('that is full refuses writes by name, and with room again they work', async (t) => {
    const file = path.join(temporaryFolder(), 'records');
    const server = await startOnDisk(t, [
      '--trigger', `Source=${handler('record.mjs')}`, '--env', `RECORD_FILE=${file}`,
    ]);
    await createTable(server, { name: 'Source', stream: 'KEYS_ONLY' });
    const filler = path.join(server.disk, 'filler');
    fill(filler);

    const { acknowledged, error } = await putUntilRefused(server, 'before');
    assert.equal(error.name, 'InternalServerError');
    assert.equal(error.$metadata.httpStatusCode, 500);
    assert.match(error.message, /^Internal server error: .*\/disk\/data\/db: .*No space left on device/);
    await assert.rejects(put(server, 'refused'), { name: 'InternalServerError' });
    assert.match(server.errorText, /PutItem failed: .*\/disk\/data\/db: .*No space left on device/);
    assert.deepEqual(await storedIds(server), [...acknowledged].sort(), 'reads go on');

    fs.unlinkSync(filler);
    // RocksDB looks every five seconds whether there is room again.
    await oncePossible(() => put(server, 'after'));
    const expected = [...acknowledged, 'after'].sort();
    assert.deepEqual(await storedIds(server), expected);
    // The trigger could not save its position, and tries later and later.
    await oncePossible(() => server.idle());
    const delivered = readLines(file).map((record) => record.dynamodb.Keys.id.S);
    assert.deepEqual([...new Set(delivered)].sort(), expected);
  });

  test('that is read-only from the start is refused in one line', async (t) => {
    const folder = temporaryFolder();
    const script = `mount -t tmpfs tmpfs '${folder}' && mkdir '${folder}/data' &&
      mount -o remount,ro '${folder}' && exec '${tombola}' serve --port 0 --data '${folder}/data'`;
    let failure;
    try {
      execFileSync('/usr/bin/unshare', ['--map-root-user', '--mount', '/bin/sh', '-c', script], {
        stdio: ['ignore', 'pipe', 'pipe'],
      });
    } catch (error) {
      failure = error;
    }
    assert.equal(failure?.status, 1);
    assert.match(failure.stderr.toString(), /^tombola: .*\/data: cannot be written to; check its permissions.*\n$/);
  });
});

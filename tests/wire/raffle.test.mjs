// The raffle as a person runs it: examples/raffle/run, a URL, and what appears in the terminal.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import path from 'node:path';

import { GetCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';

import { root, Server, temporaryFolder, tombola } from './support/server.mjs';

const startRaffle = (data) =>
  Server.start({
    command: [path.join(root, 'examples/raffle/run')],
    environment: { TOMBOLA_BIN: tombola },
    data,
  });

describe('the raffle', () => {
  let raffle;
  const enter = (query) => fetch(`${raffle.url}/raffle?${query}`);

  before(async () => {
    raffle = await startRaffle();
    await raffle.line(/^The raffle is open: http:\/\/[^ ]+\/raffle\?name=John$/);
  });
  after(() => raffle?.stop());

  test('an entry is answered, stored, and printed by the stream’s handler', async () => {
    const answer = await enter('name=John');
    assert.equal(answer.status, 200);
    const entry = await answer.json();
    assert.deepEqual(Object.keys(entry), ['id', 'name', 'timestamp']);
    assert.match(entry.id, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    assert.equal(entry.name, 'John');
    assert.ok(Math.abs(Date.parse(entry.timestamp) - Date.now()) < 60_000);

    const { Item } = await raffle.documents.send(
      new GetCommand({ TableName: 'RaffleTable', Key: { id: entry.id } }),
    );
    assert.deepEqual(Item, entry);

    const line = await raffle.line((text) => text.includes(entry.id));
    assert.match(line, /dynamo-stream-handler/);
    assert.match(line, /\d\d:\d\d:\d\d/);
    assert.deepEqual(JSON.parse(line.slice(line.indexOf('{'))), entry);
    await raffle.idle();
    for (const frame of [/START RequestId: \S+ Version: \$LATEST/, /END RequestId: /, /REPORT RequestId: .*Duration: /]) {
      const framing = await raffle.line((text) => frame.test(text) && text.includes('dynamo-stream-handler'));
      assert.ok(framing);
    }
  });

  test('names keep their spelling', async () => {
    for (const name of ['Zoë & Söhne', '李雷', 'a+b=c?', '\u{1F3B2}', '"quoted"']) {
      const entry = await (await enter(`name=${encodeURIComponent(name)}`)).json();
      assert.equal(entry.name, name);
      const line = await raffle.line((text) => text.includes(entry.id));
      assert.equal(JSON.parse(line.slice(line.indexOf('{'))).name, name);
    }
    assert.equal((await (await enter('name=two+words')).json()).name, 'two words');
  });

  test('a hundred people at once all get in, and all are printed', async () => {
    const entries = await Promise.all(
      Array.from({ length: 100 }, async (_, i) => (await enter(`name=Guest${i}`)).json()),
    );
    assert.equal(new Set(entries.map((entry) => entry.id)).size, 100);
    await raffle.idle();
    for (const { id } of entries) await raffle.line((text) => text.includes(id));
    const { Items } = await raffle.documents.send(new ScanCommand({ TableName: 'RaffleTable' }));
    const stored = new Set(Items.map((item) => item.id));
    assert.ok(entries.every((entry) => stored.has(entry.id)));
  });

  test('the table has the stream that the handlers expect', async () => {
    const { Table } = await raffle.dynamoDb.send(new DescribeTableCommand({ TableName: 'RaffleTable' }));
    assert.deepEqual(Table.KeySchema, [{ AttributeName: 'id', KeyType: 'HASH' }]);
    assert.deepEqual(Table.StreamSpecification, {
      StreamEnabled: true,
      StreamViewType: 'NEW_AND_OLD_IMAGES',
    });
  });
});

test('the raffle goes on where it was after Ctrl-C', async (t) => {
  const data = temporaryFolder();
  const first = await startRaffle(data);
  t.after(() => first.stop());
  await first.line(/^The raffle is open/);
  const entry = await (await fetch(`${first.url}/raffle?name=Early`)).json();
  await first.line((text) => text.includes(entry.id));
  await first.idle();
  await first.stop('SIGINT');

  const second = await startRaffle(data);
  t.after(() => second.stop());
  await second.line(/^The raffle is open/);
  const { Item } = await second.documents.send(
    new GetCommand({ TableName: 'RaffleTable', Key: { id: entry.id } }),
  );
  assert.deepEqual(Item, entry);
  const late = await (await fetch(`${second.url}/raffle?name=Late`)).json();
  await second.line((text) => text.includes(late.id));
  await second.idle();
  assert.ok(!second.lines.some((text) => text.includes(entry.id)), 'an entry was printed twice');
});

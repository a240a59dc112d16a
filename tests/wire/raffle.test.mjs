// The raffle as a person runs it, `tombola dev` on a real CDK app: a URL, and what appears in the
// terminal. Its app takes seconds to synthesise, so the tests share what it has made.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { after, before, describe, test } from 'node:test';
import path from 'node:path';

import { GetCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { DescribeTableCommand, ListTablesCommand } from '@aws-sdk/client-dynamodb';

import { root, Server, temporaryFolder, tombola } from './support/server.mjs';

// A copy, to be edited.
function raffleProject() {
  const source = path.join(root, 'examples/raffle');
  const project = path.join(temporaryFolder(), 'raffle');
  const isOwn = (file) => !file.startsWith(path.join(source, 'node_modules'));
  fs.cpSync(source, project, { recursive: true, filter: isOwn });
  fs.symlinkSync(path.join(source, 'node_modules'), path.join(project, 'node_modules'));
  return project;
}

describe('the raffle', () => {
  const project = raffleProject();
  const data = temporaryFolder();
  const start = () => Server.start({ command: [tombola, 'dev', project], data });
  const edit = (file, change) => {
    const name = path.join(project, file);
    fs.writeFileSync(name, change(fs.readFileSync(name, 'utf8')));
  };
  let raffle;
  const enter = async (name) => {
    const answer = await fetch(`${raffle.url}/raffle?name=${encodeURIComponent(name)}`);
    assert.equal(answer.status, 200, await answer.clone().text());
    return answer.json();
  };

  before(async () => {
    raffle = await start();
    await raffle.line(new RegExp(` http \\| GET ${raffle.url}/raffle -> api-handler$`));
  });
  after(() => raffle?.stop());

  test('an entry is answered, stored, and printed by the stream’s handler', async () => {
    const entry = await enter('John');
    assert.deepEqual(Object.keys(entry), ['id', 'name', 'timestamp']);
    assert.match(entry.id, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    assert.equal(entry.name, 'John');
    assert.ok(Math.abs(Date.parse(entry.timestamp) - Date.now()) < 60_000);

    const { Item } = await raffle.documents.send(
      new GetCommand({ TableName: 'RaffleTable', Key: { id: entry.id } }),
    );
    assert.deepEqual(Item, entry);

    const line = await raffle.line((text) => text.includes(entry.id) && text.includes('{'));
    assert.match(line, /^\d\d:\d\d:\d\d\.\d{3} dynamo-stream-handler \| /);
    assert.deepEqual(JSON.parse(line.slice(line.indexOf('{'))), entry);
    for (const frame of [/START RequestId: \S+ Version: \$LATEST/, /END RequestId: /, /REPORT RequestId: .*Duration: /]) {
      await raffle.line((text) => frame.test(text) && text.includes('dynamo-stream-handler'));
    }
  });

  test('the terminal tells of the request, the write and the trigger', async () => {
    const { id } = await enter('Grace');
    await raffle.line(/ http \| GET \/raffle\?name=Grace -> 200 in [\d.]+ ms \(api-handler\)$/);
    await raffle.line((text) => text.endsWith(` RaffleTable | PutItem id=${id}`));
    await raffle.line(/ dynamo-stream-handler \| 1 record of RaffleTable in [\d.]+ ms$/);
    await fetch(`${raffle.url}/RaffleApi/nothing`);
    await raffle.line(/ http \| GET \/RaffleApi\/nothing -> 403 in [\d.]+ ms$/);
  });

  test('names keep their spelling', async () => {
    for (const name of ['Zoë & Söhne', '李雷', 'a+b=c?', '\u{1F3B2}', '"quoted"']) {
      const entry = await enter(name);
      assert.equal(entry.name, name);
      const line = await raffle.line((text) => text.includes(entry.id) && text.includes('{'));
      assert.equal(JSON.parse(line.slice(line.indexOf('{'))).name, name);
    }
  });

  test('a hundred people at once all get in, and all are printed', async () => {
    const entries = await Promise.all(Array.from({ length: 100 }, (_, i) => enter(`Guest${i}`)));
    assert.equal(new Set(entries.map((entry) => entry.id)).size, 100);
    await raffle.idle();
    for (const { id } of entries) await raffle.line((text) => text.includes(id) && text.includes('{'));
    const { Items } = await raffle.documents.send(new ScanCommand({ TableName: 'RaffleTable' }));
    const stored = new Set(Items.map((item) => item.id));
    assert.ok(entries.every((entry) => stored.has(entry.id)));
  });

  test('the table is as the stack describes it', async () => {
    const { Table } = await raffle.dynamoDb.send(new DescribeTableCommand({ TableName: 'RaffleTable' }));
    assert.deepEqual(Table.KeySchema, [{ AttributeName: 'id', KeyType: 'HASH' }]);
    assert.deepEqual(Table.StreamSpecification, {
      StreamEnabled: true,
      StreamViewType: 'NEW_AND_OLD_IMAGES',
    });
  });

  test('an edited handler takes hold, an edited stack is brought about, the data stays', async () => {
    edit('lib/lambda/dynamo-stream-handler.ts', (code) => code.replace('console.log(', 'console.log("Welcome", '));
    const { id } = await enter('Ada');
    await raffle.line((text) => text.includes('Welcome') && text.includes(id));

    edit('lib/raffle-stack.ts', (code) =>
      code.replace('const apiHandler', "new Table(this, 'Prizes', { partitionKey: { name: 'id', type: AttributeType.STRING } });\n\n    const apiHandler"),
    );
    await raffle.line(/\| Raffle: updated$/);
    await raffle.line(/\| +\+ AWS::DynamoDB::Table +Prizes\w+$/);
    assert.equal(raffle.lines.filter((line) => / cdk \| synthesised in /.test(line)).length, 2);
    const { TableNames } = await raffle.dynamoDb.send(new ListTablesCommand({}));
    assert.equal(TableNames.length, 2);
    const { Item } = await raffle.documents.send(new GetCommand({ TableName: 'RaffleTable', Key: { id } }));
    assert.equal(Item.name, 'Ada');
  });

  test('it goes on where it was after Ctrl-C, at once', async () => {
    const early = await enter('Early');
    await raffle.idle();
    await raffle.stop('SIGINT');
    raffle = await start();
    const late = await enter('Late');
    await raffle.line((text) => text.includes('Welcome') && text.includes(late.id));
    await raffle.idle();
    const { Item } = await raffle.documents.send(
      new GetCommand({ TableName: 'RaffleTable', Key: { id: early.id } }),
    );
    assert.deepEqual(Item, early);
    assert.ok(!raffle.lines.some((text) => text.includes(early.id)), 'an entry was printed twice');
    await raffle.line(/\| Raffle: as it was$/);
  });
});

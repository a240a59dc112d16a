// The libraries that people use on top of the AWS SDK, each doing its own typical day.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { Table as OneTable } from 'dynamodb-onetable';
import { Dynamo } from 'dynamodb-onetable/Dynamo';
import {
  $add,
  DeleteItemCommand,
  Entity as ToolboxEntity,
  GetItemCommand,
  item,
  number,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  set,
  string,
  Table as ToolboxTable,
  UpdateItemCommand,
} from 'dynamodb-toolbox';
import dynamoose from 'dynamoose';
import { Entity, Service } from 'electrodb';

import { clientSettings, root, Server } from './support/server.mjs';
import { createTable } from './support/tables.mjs';

let server;
before(async () => (server = await Server.start()));
after(() => server?.stop());

describe('electrodb', () => {
  const model = (entity, attributes, indexes) => ({
    model: { entity, version: '1', service: 'raffle' },
    attributes,
    indexes,
  });
  let participants;
  let raffle;

  before(async () => {
    await createTable(server, { name: 'Electro', hash: 'pk:S', range: 'sk:S' });
    const configuration = { client: server.documents, table: 'Electro' };
    participants = new Entity(
      model(
        'participant',
        {
          raffle: { type: 'string', required: true },
          name: { type: 'string', required: true },
          tickets: { type: 'number', default: 1 },
          tags: { type: 'set', items: 'string' },
          address: { type: 'map', properties: { city: { type: 'string' } } },
        },
        { byRaffle: { pk: { field: 'pk', composite: ['raffle'] }, sk: { field: 'sk', composite: ['name'] } } },
      ),
      configuration,
    );
    raffle = new Service({ participants }, configuration);
  });

  test('create, patch, query with a filter, pages, delete', async () => {
    for (const name of ['ann', 'bob', 'cid', 'dot']) {
      await participants.create({ raffle: 'may', name, tags: ['new'], address: { city: 'Bern' } }).go();
    }
    await assert.rejects(participants.create({ raffle: 'may', name: 'ann' }).go(), /conditional request failed/i);
    await participants
      .patch({ raffle: 'may', name: 'bob' })
      .add({ tickets: 4, tags: ['vip'] })
      .set({ 'address.city': 'Basel' })
      .go();
    const { data: bob } = await participants.get({ raffle: 'may', name: 'bob' }).go();
    assert.deepEqual(
      { ...bob, tags: [...bob.tags].sort() },
      { raffle: 'may', name: 'bob', tickets: 5, tags: ['new', 'vip'], address: { city: 'Basel' } },
    );

    const rich = await participants.query
      .byRaffle({ raffle: 'may' })
      .where(({ tickets }, { gt }) => gt(tickets, 1))
      .go();
    assert.deepEqual(rich.data.map(({ name }) => name), ['bob']);

    const names = [];
    let cursor = null;
    do {
      const page = await participants.query.byRaffle({ raffle: 'may' }).go({ cursor, limit: 3 });
      names.push(...page.data.map(({ name }) => name));
      cursor = page.cursor;
    } while (cursor);
    assert.deepEqual(names, ['ann', 'bob', 'cid', 'dot']);

    await participants.delete({ raffle: 'may', name: 'dot' }).go();
    assert.equal((await participants.get({ raffle: 'may', name: 'dot' }).go()).data, null);
  });

  test('batches and transactions', async () => {
    const many = Array.from({ length: 30 }, (_, i) => ({ raffle: 'june', name: `n${i}` }));
    assert.deepEqual((await participants.put(many).go()).unprocessed, []);
    assert.equal((await participants.get(many).go()).data.length, 30);

    const transaction = (first, second) =>
      raffle.transaction
        .write(({ participants: of }) => [
          of.patch({ raffle: 'june', name: first }).add({ tickets: -1 }).commit(),
          of.patch({ raffle: 'june', name: second }).add({ tickets: 1 }).commit(),
        ])
        .go();
    assert.equal((await transaction('n1', 'n2')).canceled, false);
    const cancelled = await transaction('n1', 'nobody');
    assert.equal(cancelled.canceled, true);
    assert.deepEqual(cancelled.data.map(({ code }) => code), ['None', 'ConditionalCheckFailed']);
    assert.equal((await participants.get({ raffle: 'june', name: 'n1' }).go()).data.tickets, 0);
  });
});

describe('dynamoose', () => {
  let Cat;
  before(async () => {
    dynamoose.aws.ddb.set(new dynamoose.aws.ddb.DynamoDB(clientSettings(server.url)));
    Cat = dynamoose.model(
      'Cats',
      new dynamoose.Schema(
        {
          id: { type: String, hashKey: true },
          born: { type: Number, rangeKey: true },
          name: { type: String, index: { name: 'byName', type: 'global' } },
          colours: { type: Array, schema: [String] },
        },
        { timestamps: true },
      ),
    );
    const table = new dynamoose.Table('Cats', [Cat], {
      throughput: 'ON_DEMAND',
      initialize: false,
      waitForActive: { enabled: true, check: { frequency: 10, timeout: 30_000 } },
    });
    await table.initialize();
  });

  test('its table, create, query by index, update, scan, delete', async () => {
    await Cat.create({ id: 'a', born: 2001, name: 'Tom', colours: ['grey', 'white'] });
    await Cat.create({ id: 'b', born: 2002, name: 'Kit', colours: [] });
    await assert.rejects(Cat.create({ id: 'a', born: 2001 }), { name: 'ConditionalCheckFailedException' });

    const found = await Cat.query('name').eq('Tom').using('byName').exec();
    assert.deepEqual(found.map(({ id }) => id), ['a']);
    await Cat.update({ id: 'a', born: 2001 }, { $SET: { name: 'Tim' }, $ADD: { colours: ['black'] } });
    const tim = await Cat.get({ id: 'a', born: 2001 });
    assert.equal(tim.name, 'Tim');
    assert.deepEqual(tim.colours, ['grey', 'white', 'black']);

    const young = await Cat.scan('born').gt(2001).exec();
    assert.deepEqual(young.map(({ id }) => id), ['b']);
    assert.equal((await Cat.scan().count().exec()).count, 2);
    await Cat.delete({ id: 'b', born: 2002 });
    assert.equal(await Cat.get({ id: 'b', born: 2002 }), undefined);
  });

  test('batches and transactions', async () => {
    await Cat.batchPut(Array.from({ length: 10 }, (_, i) => ({ id: 'many', born: i, name: `n${i}` })));
    assert.equal((await Cat.query('id').eq('many').exec()).length, 10);
    await dynamoose.transaction([
      Cat.transaction.create({ id: 't', born: 1, name: 'T' }),
      Cat.transaction.delete({ id: 'many', born: 0 }),
    ]);
    assert.equal((await Cat.get({ id: 't', born: 1 })).name, 'T');
    assert.equal(await Cat.get({ id: 'many', born: 0 }), undefined);
  });
});

describe('dynamodb-toolbox', () => {
  let table;
  let orders;
  before(async () => {
    await createTable(server, { name: 'Toolbox', hash: 'pk:S', range: 'sk:S' });
    table = new ToolboxTable({
      name: 'Toolbox',
      documentClient: server.documents,
      partitionKey: { name: 'pk', type: 'string' },
      sortKey: { name: 'sk', type: 'string' },
    });
    orders = new ToolboxEntity({
      name: 'Order',
      table,
      schema: item({
        customer: string().key().savedAs('pk'),
        order: string().key().savedAs('sk'),
        amount: number(),
        labels: set(string()).optional(),
      }),
    });
  });

  test('put, get, update, query, scan, delete', async () => {
    for (let i = 1; i <= 5; i += 1) {
      await orders
        .build(PutItemCommand)
        .item({ customer: 'c', order: `o${i}`, amount: i * 10, labels: new Set(['x']) })
        .options({ condition: { attr: 'order', exists: false } })
        .send();
    }
    const key = { customer: 'c', order: 'o3' };
    const { Attributes } = await orders
      .build(UpdateItemCommand)
      .item({ ...key, amount: $add(5), labels: $add(new Set(['y'])) })
      .options({ returnValues: 'ALL_NEW' })
      .send();
    assert.equal(Attributes.amount, 35);
    const { Item } = await orders.build(GetItemCommand).key(key).options({ consistent: true }).send();
    assert.deepEqual([...Item.labels].sort(), ['x', 'y']);

    const { Items } = await table
      .build(QueryCommand)
      .entities(orders)
      .query({ partition: 'c', range: { between: ['o2', 'o4'] } })
      .options({ filters: { Order: { attr: 'amount', gte: 30 } }, reverse: true })
      .send();
    assert.deepEqual(Items.map(({ order }) => order), ['o4', 'o3']);
    await orders.build(DeleteItemCommand).key(key).send();
    assert.equal((await table.build(ScanCommand).entities(orders).send()).Items.length, 4);
  });
});

describe('dynamodb-onetable', () => {
  let table;
  let User;
  before(async () => {
    table = new OneTable({
      name: 'One',
      client: new Dynamo({ client: new DynamoDBClient(clientSettings(server.url)) }),
      partial: true,
      schema: {
        format: 'onetable:1.1.0',
        version: '0.0.1',
        indexes: {
          primary: { hash: 'pk', sort: 'sk' },
          gs1: { hash: 'gs1pk', sort: 'gs1sk', follow: true },
        },
        models: {
          User: {
            pk: { type: String, value: 'user:${email}' },
            sk: { type: String, value: 'user:' },
            gs1pk: { type: String, value: 'all:users' },
            gs1sk: { type: String, value: 'user:${name}' },
            email: { type: String, required: true, unique: true },
            name: { type: String },
            visits: { type: Number, default: 0 },
          },
        },
        params: { isoDates: true, timestamps: true },
      },
    });
    await table.createTable();
    User = table.getModel('User');
  });

  test('unique fields, index queries, updates, removal', async () => {
    await User.create({ email: 'a@example.com', name: 'Ann' });
    await User.create({ email: 'b@example.com', name: 'Bob' });
    await assert.rejects(User.create({ email: 'a@example.com', name: 'Again' }), /unique/i);

    const all = await User.find({}, { index: 'gs1' });
    assert.deepEqual(all.map(({ name }) => name), ['Ann', 'Bob']);
    await User.update({ email: 'a@example.com' }, { add: { visits: 2 }, set: { name: 'Anna' } });
    const anna = await User.get({ email: 'a@example.com' });
    assert.deepEqual([anna.name, anna.visits], ['Anna', 2]);
    assert.ok(anna.created instanceof Date);
    await User.remove({ email: 'b@example.com' });
    assert.equal(await User.get({ email: 'b@example.com' }), undefined);
  });

  test('a transaction of its own', async () => {
    const transaction = {};
    await User.create({ email: 'c@example.com', name: 'Cy' }, { transaction });
    await User.update({ email: 'a@example.com' }, { add: { visits: 1 }, transaction });
    await table.transact('write', transaction);
    assert.equal((await User.get({ email: 'c@example.com' })).name, 'Cy');
    assert.equal((await User.get({ email: 'a@example.com' })).visits, 3);
  });
});

describe('dynamodb-admin', () => {
  const freePort = async () => {
    const probe = net.createServer().listen(0, '127.0.0.1');
    await once(probe, 'listening');
    const { port } = probe.address();
    probe.close();
    await once(probe, 'close');
    return port;
  };
  let admin;
  let url;

  before(async () => {
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    const program = path.join(root, 'node_modules/dynamodb-admin/dist/dynamodb-admin.js');
    admin = spawn(
      process.execPath,
      [program, '--host', '127.0.0.1', '--port', String(port), '--dynamo-endpoint', server.url, '--skip-default-credentials'],
      {
        env: { ...process.env, AWS_REGION: 'eu-west-2', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' },
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    await once(admin.stdout, 'data');
  });
  after(async () => {
    if (admin && admin.exitCode === null) {
      admin.kill();
      await once(admin, 'exit');
    }
  });

  const page = async (where, init) => {
    const answer = await fetch(url + where, init);
    const text = await answer.text();
    assert.equal(answer.status, 200, text);
    return text;
  };

  test('lists tables, shows a table and an item', async () => {
    await createTable(server, { name: 'Shown' });
    await server.documents.send(new PutCommand({ TableName: 'Shown', Item: { id: 'x-1', note: 'hello there' } }));
    assert.match(await page('/'), /Shown/);
    assert.match(await page('/tables/Shown/get'), /id/);
    assert.match(await page('/tables/Shown/items/x-1'), /hello there/);
  });
});

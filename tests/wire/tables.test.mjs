// CreateTable, DescribeTable, ListTables, DeleteTable and UpdateTable through the AWS SDK.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  GetItemCommand,
  ListTablesCommand,
  paginateListTables,
  PutItemCommand,
  ResourceInUseException,
  ResourceNotFoundException,
  ScanCommand,
  UpdateTableCommand,
  waitUntilTableExists,
  waitUntilTableNotExists,
} from '@aws-sdk/client-dynamodb';
import { ListStreamsCommand } from '@aws-sdk/client-dynamodb-streams';

import { Server } from './support/server.mjs';
import { createTable } from './support/tables.mjs';

describe('tables', () => {
  let server;
  const send = (command) => server.dynamoDb.send(command);
  const describeTable = async (TableName) =>
    (await send(new DescribeTableCommand({ TableName }))).Table;
  const updateStream = async (TableName, StreamSpecification) => {
    const answer = await send(new UpdateTableCommand({ TableName, StreamSpecification }));
    await waitUntilTableExists({ client: server.dynamoDb, maxWaitTime: 30, minDelay: 1 }, { TableName });
    return answer.TableDescription;
  };

  before(async () => (server = await Server.start()));
  after(() => server?.stop());

  test('CreateTable answers with the description, and the table becomes ACTIVE', async () => {
    const { TableDescription } = await send(
      new CreateTableCommand({
        TableName: 'Music',
        AttributeDefinitions: [
          { AttributeName: 'Artist', AttributeType: 'S' },
          { AttributeName: 'Year', AttributeType: 'N' },
        ],
        KeySchema: [
          { AttributeName: 'Artist', KeyType: 'HASH' },
          { AttributeName: 'Year', KeyType: 'RANGE' },
        ],
        BillingMode: 'PAY_PER_REQUEST',
      }),
    );
    assert.equal(TableDescription.TableName, 'Music');
    assert.match(TableDescription.TableStatus, /^(CREATING|ACTIVE)$/);
    assert.match(TableDescription.TableArn, /^arn:aws:dynamodb:[a-z0-9-]+:\d{12}:table\/Music$/);
    assert.match(TableDescription.TableId, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    assert.ok(Math.abs(TableDescription.CreationDateTime - Date.now()) < 60_000);

    await waitUntilTableExists({ client: server.dynamoDb, maxWaitTime: 30, minDelay: 1 }, { TableName: 'Music' });
    const table = await describeTable('Music');
    assert.equal(table.TableStatus, 'ACTIVE');
    assert.equal(table.TableId, TableDescription.TableId);
    assert.equal(table.ItemCount, 0);
    assert.equal(table.TableSizeBytes, 0);
    assert.equal(table.BillingModeSummary.BillingMode, 'PAY_PER_REQUEST');
    assert.equal(table.ProvisionedThroughput.ReadCapacityUnits, 0);
    assert.deepEqual(table.KeySchema, [
      { AttributeName: 'Artist', KeyType: 'HASH' },
      { AttributeName: 'Year', KeyType: 'RANGE' },
    ]);
    assert.deepEqual(
      new Map(table.AttributeDefinitions.map((a) => [a.AttributeName, a.AttributeType])),
      new Map([['Artist', 'S'], ['Year', 'N']]),
    );
    assert.equal(table.StreamSpecification, undefined);
    assert.equal(table.LatestStreamArn, undefined);
  });

  test('provisioned throughput is kept and shown', async () => {
    await send(
      new CreateTableCommand({
        TableName: 'Provisioned',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        ProvisionedThroughput: { ReadCapacityUnits: 7, WriteCapacityUnits: 3 },
      }),
    );
    const { ProvisionedThroughput } = await describeTable('Provisioned');
    assert.equal(ProvisionedThroughput.ReadCapacityUnits, 7);
    assert.equal(ProvisionedThroughput.WriteCapacityUnits, 3);
  });

  test('a stream asked for with the table has its ARN at once, made of table and label', async () => {
    const { TableDescription } = await send(
      new CreateTableCommand({
        TableName: 'Streamed',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        BillingMode: 'PAY_PER_REQUEST',
        StreamSpecification: { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' },
      }),
    );
    assert.match(TableDescription.LatestStreamLabel, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}$/);
    assert.equal(
      TableDescription.LatestStreamArn,
      `${TableDescription.TableArn}/stream/${TableDescription.LatestStreamLabel}`,
    );
    const table = await describeTable('Streamed');
    assert.equal(table.LatestStreamArn, TableDescription.LatestStreamArn);
    assert.deepEqual(table.StreamSpecification, { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' });
  });

  test('a table name is taken once', async () => {
    const TableName = await createTable(server);
    await assert.rejects(
      createTable(server, { name: TableName }),
      (error) =>
        error instanceof ResourceInUseException &&
        error.message === `Table already exists: ${TableName}`,
    );
  });

  test('what is wrong with a CreateTable is said', async () => {
    const request = (change) =>
      send(
        new CreateTableCommand({
          TableName: 'Refused',
          AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
          KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
          BillingMode: 'PAY_PER_REQUEST',
          ...change,
        }),
      );
    const refused = (change, message) =>
      assert.rejects(request(change), { name: 'ValidationException', message });

    await refused({ TableName: 'no' }, /at least 3 characters long|length greater than or equal to 3/);
    await refused({ TableName: 'no spaces' }, /\[a-zA-Z0-9_\.-\]\+/);
    await refused(
      { KeySchema: [{ AttributeName: 'id', KeyType: 'RANGE' }] },
      'Invalid KeySchema: The first KeySchemaElement is not a HASH key type',
    );
    await refused({ KeySchema: [{ AttributeName: 'other', KeyType: 'HASH' }] }, /other|attribute.* (no definition|not defined)/);
    await refused(
      {
        AttributeDefinitions: [
          { AttributeName: 'id', AttributeType: 'S' },
          { AttributeName: 'unused', AttributeType: 'S' },
        ],
      },
      'One or more parameter values were invalid: Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions',
    );
    await refused({ StreamSpecification: { StreamEnabled: true, StreamViewType: 'EVERYTHING' } }, /enum value set/);
    await refused(
      { StreamSpecification: { StreamEnabled: false, StreamViewType: 'NEW_IMAGE' } },
      /Table is being created with a stream disabled, UpdateViewType should not be specified/,
    );
    await refused(
      { ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 } },
      /Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST/,
    );
    await assert.rejects(describeTable('Refused'), ResourceNotFoundException);
  });

  test('a table that is not there is named', async () => {
    const expected = (error) =>
      error instanceof ResourceNotFoundException &&
      error.message === 'Requested resource not found: Table: Nowhere not found' &&
      error.$metadata.httpStatusCode === 400;
    await assert.rejects(describeTable('Nowhere'), expected);
    await assert.rejects(send(new DeleteTableCommand({ TableName: 'Nowhere' })), expected);
  });

  test('a table may be named by its ARN', async () => {
    const table = await createTable(server);
    const { TableArn } = await describeTable(table);
    await send(new PutItemCommand({ TableName: TableArn, Item: { id: { S: 'a' } } }));
    const { Item } = await send(new GetItemCommand({ TableName: table, Key: { id: { S: 'a' } } }));
    assert.deepEqual(Item, { id: { S: 'a' } });
    assert.equal((await describeTable(TableArn)).TableName, table);
  });

  test('ItemCount and TableSizeBytes follow the writes', async () => {
    const table = await createTable(server);
    await send(new PutItemCommand({ TableName: table, Item: { id: { S: 'a' }, text: { S: 'four' } } }));
    await send(new PutItemCommand({ TableName: table, Item: { id: { S: 'b' } } }));
    await send(new PutItemCommand({ TableName: table, Item: { id: { S: 'b' }, n: { N: '42' } } }));
    const { ItemCount, TableSizeBytes } = await describeTable(table);
    assert.equal(ItemCount, 2);
    // id + a + text + four = 11; id + b + n + two digits as 2 bytes = 6.
    assert.equal(TableSizeBytes, 17);
  });

  test('DeleteTable takes the items with it; a new table of that name is another', async () => {
    const TableName = await createTable(server);
    await send(new PutItemCommand({ TableName, Item: { id: { S: 'a' } } }));
    const before_ = await describeTable(TableName);
    const { TableDescription } = await send(new DeleteTableCommand({ TableName }));
    assert.equal(TableDescription.TableStatus, 'DELETING');
    await waitUntilTableNotExists({ client: server.dynamoDb, maxWaitTime: 30, minDelay: 1 }, { TableName });
    await assert.rejects(
      send(new GetItemCommand({ TableName, Key: { id: { S: 'a' } } })),
      ResourceNotFoundException,
    );

    await createTable(server, { name: TableName });
    assert.equal((await send(new ScanCommand({ TableName }))).Count, 0);
    assert.notEqual((await describeTable(TableName)).TableId, before_.TableId);
  });

  test('UpdateTable switches a stream on, off and on again, as a new stream', async () => {
    const TableName = await createTable(server);
    const on = { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' };
    const first = await updateStream(TableName, on);
    assert.ok(first.LatestStreamArn.includes(`table/${TableName}/stream/`));
    assert.deepEqual(first.StreamSpecification, on);
    await assert.rejects(updateStream(TableName, on), {
      name: 'ValidationException',
      message: `Table already has an enabled stream: TableName: ${TableName}`,
    });

    await updateStream(TableName, { StreamEnabled: false });
    const off = await describeTable(TableName);
    assert.equal(off.StreamSpecification, undefined);
    await assert.rejects(updateStream(TableName, { StreamEnabled: false }), {
      name: 'ValidationException',
      message: `Table has no stream to disable: TableName: ${TableName}`,
    });

    const second = await updateStream(TableName, { StreamEnabled: true, StreamViewType: 'OLD_IMAGE' });
    assert.notEqual(second.LatestStreamArn, first.LatestStreamArn);
    assert.ok(second.LatestStreamLabel > first.LatestStreamLabel);
    // The old stream stays listed for its 24 hours.
    const { Streams } = await server.streams.send(new ListStreamsCommand({ TableName }));
    assert.deepEqual(
      new Set(Streams.map((stream) => stream.StreamArn)),
      new Set([first.LatestStreamArn, second.LatestStreamArn]),
    );
  });

  test('UpdateTable without a change is refused', async () => {
    const TableName = await createTable(server);
    await assert.rejects(send(new UpdateTableCommand({ TableName })), {
      name: 'ValidationException',
      message: /^At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled/,
    });
  });
});

describe('ListTables', () => {
  const names = ['alpha', 'Beta', 'b.e_t-a', 'gamma', 'Alpha', 'zeta'];
  const sorted = [...names].sort(); // by code unit, as DynamoDB does
  let server;

  before(async () => {
    server = await Server.start();
    for (const name of names) await createTable(server, { name });
  });
  after(() => server?.stop());

  test('lists every table, sorted by name', async () => {
    const answer = await server.dynamoDb.send(new ListTablesCommand({}));
    assert.deepEqual(answer.TableNames, sorted);
    assert.equal(answer.LastEvaluatedTableName, undefined);
  });

  test('pages by the last name', async () => {
    const first = await server.dynamoDb.send(new ListTablesCommand({ Limit: 4 }));
    assert.deepEqual(first.TableNames, sorted.slice(0, 4));
    assert.equal(first.LastEvaluatedTableName, sorted[3]);

    const all = [];
    for await (const page of paginateListTables({ client: server.dynamoDb, pageSize: 1 }, {})) {
      assert.ok(page.TableNames.length <= 1);
      all.push(...page.TableNames);
    }
    assert.deepEqual(all, sorted);
  });

  test('Limit is 1 to 100', async () => {
    for (const Limit of [0, 101]) {
      await assert.rejects(server.dynamoDb.send(new ListTablesCommand({ Limit })), {
        name: 'ValidationException',
        message: /failed to satisfy constraint: Member must have value (greater|less) than or equal to 1(00)?/,
      });
    }
  });
});

// --table-delay and --throttle through the SDK, as tools meet them: waiters, retries, a restart.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  BatchWriteItemCommand,
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  ListTablesCommand,
  PutItemCommand,
  QueryCommand,
  UpdateTableCommand,
  waitUntilTableExists,
  waitUntilTableNotExists,
} from '@aws-sdk/client-dynamodb';

import { Server, temporaryFolder } from './support/server.mjs';

const TableName = 'Slow';
const waiting = (server) => ({ client: server.dynamoDb, maxWaitTime: 60, minDelay: 1, maxDelay: 1 });

// Without waiting for it.
const create = (server, billing = { BillingMode: 'PAY_PER_REQUEST' }) =>
  server.dynamoDb.send(
    new CreateTableCommand({
      TableName,
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      ...billing,
    }),
  );

async function clock(server, change) {
  const answer = await fetch(`${server.url}/_tombola/clock`, { method: 'POST', body: JSON.stringify(change) });
  assert.equal(answer.status, 200);
}

const statusOf = async (server) =>
  (await server.dynamoDb.send(new DescribeTableCommand({ TableName }))).Table.TableStatus;

test('the SDK’s waiters wait for a table to come and to go', async () => {
  const server = await Server.start({ args: ['--table-delay', '300'] });
  try {
    await create(server);
    await waitUntilTableExists(waiting(server), { TableName });
    assert.equal(await statusOf(server), 'ACTIVE');
    await server.dynamoDb.send(new PutItemCommand({ TableName, Item: { id: { S: '1' } } }));
    await server.dynamoDb.send(new DeleteTableCommand({ TableName }));
    await waitUntilTableNotExists(waiting(server), { TableName });
    assert.deepEqual((await server.dynamoDb.send(new ListTablesCommand({}))).TableNames, []);
  } finally {
    await server.stop();
  }
});

test('states follow the clock, and survive a restart', async () => {
  const data = temporaryFolder() + '/data';
  let server = await Server.start({ data, args: ['--table-delay', '60000'] });
  try {
    await clock(server, { freeze: true });
    await create(server);
    assert.equal(await statusOf(server), 'CREATING');
    await server.stop();
    // Without the flag: what was begun takes its time all the same.
    server = await Server.start({ data });
    assert.equal(await statusOf(server), 'CREATING');
    await clock(server, { advance: '1m' });
    assert.equal(await statusOf(server), 'ACTIVE');
    await server.stop();

    server = await Server.start({ data, args: ['--table-delay', '60000'] });
    await server.dynamoDb.send(
      new UpdateTableCommand({
        TableName,
        AttributeDefinitions: [{ AttributeName: 'kind', AttributeType: 'S' }],
        GlobalSecondaryIndexUpdates: [
          {
            Create: {
              IndexName: 'by_kind',
              KeySchema: [{ AttributeName: 'kind', KeyType: 'HASH' }],
              Projection: { ProjectionType: 'ALL' },
            },
          },
        ],
      }),
    );
    const query = () =>
      server.dynamoDb.send(
        new QueryCommand({
          TableName,
          IndexName: 'by_kind',
          KeyConditionExpression: 'kind = :k',
          ExpressionAttributeValues: { ':k': { S: 'a' } },
        }),
      );
    await assert.rejects(query(), {
      name: 'ValidationException',
      message: 'Cannot read from backfilling global secondary index: by_kind',
    });
    await clock(server, { advance: '1m' });
    assert.equal((await query()).Count, 0);
    await server.dynamoDb.send(new DeleteTableCommand({ TableName }));
    await server.stop();

    server = await Server.start({ data });
    assert.equal(await statusOf(server), 'DELETING');
    await clock(server, { advance: '1m' });
    await assert.rejects(statusOf(server), { name: 'ResourceNotFoundException' });
  } finally {
    await server.stop();
  }
});

test('--throttle refuses with AWS’s reasons, and gives batches back', async () => {
  const server = await Server.start({ args: ['--throttle'] });
  try {
    await clock(server, { freeze: true });
    await create(server, { ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 2 } });
    const put = (id) => ({ PutRequest: { Item: { id: { S: id } } } });
    const batch = (requests) =>
      server.dynamoDb.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: requests } }));
    const { UnprocessedItems } = await batch([put('1'), put('2'), put('3')]);
    assert.deepEqual(UnprocessedItems, { [TableName]: [put('3')] });
    await assert.rejects(batch([put('3')]), (error) => {
      assert.equal(error.name, 'ProvisionedThroughputExceededException');
      assert.equal(error.ThrottlingReasons[0].reason, 'TableWriteProvisionedThroughputExceeded');
      assert.match(error.ThrottlingReasons[0].resource, /:table\/Slow$/);
      return true;
    });
    await clock(server, { advance: '1s' });
    assert.deepEqual((await batch([put('3')])).UnprocessedItems, {});
  } finally {
    await server.stop();
  }
});

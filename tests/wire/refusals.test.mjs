// What Tombola does not do yet is refused by name; nothing is accepted and ignored.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import {
  CreateTableCommand,
  DeleteItemCommand,
  DescribeTableCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';

import { Server } from './support/server.mjs';
import { createTable } from './support/tables.mjs';

describe('what is not there yet', () => {
  let server;
  let TableName;
  const Key = { id: { S: 'x' } };

  before(async () => {
    server = await Server.start();
    TableName = await createTable(server);
  });
  after(() => server?.stop());

  test('an operation is refused by its name', async () => {
    for (const command of [
      new UpdateItemCommand({ TableName, Key }),
      new TransactWriteItemsCommand({ TransactItems: [{ Put: { TableName, Item: Key } }] }),
    ]) {
      const operation = command.constructor.name.replace('Command', '');
      await assert.rejects(
        server.dynamoDb.send(command),
        (error) => error.$metadata.httpStatusCode === 400 && error.message.includes(operation),
        operation,
      );
    }
  });

  test('a parameter is refused by its name, and the request does nothing', async () => {
    const condition = { ConditionExpression: 'attribute_not_exists(id)' };
    const filter = { FilterExpression: 'id = :v', ExpressionAttributeValues: { ':v': { S: 'x' } } };
    for (const [command, parameter] of [
      [new PutItemCommand({ TableName, Item: Key, ...condition }), 'ConditionExpression'],
      [new DeleteItemCommand({ TableName, Key, ...condition }), 'ConditionExpression'],
      [new ScanCommand({ TableName, ...filter }), 'FilterExpression'],
      [
        new QueryCommand({ TableName, KeyConditionExpression: 'id = :v', ...filter }),
        'FilterExpression',
      ],
      [
        new CreateTableCommand({
          TableName: 'Indexed',
          AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
          KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
          BillingMode: 'PAY_PER_REQUEST',
          GlobalSecondaryIndexes: [
            {
              IndexName: 'byId',
              KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
              Projection: { ProjectionType: 'ALL' },
            },
          ],
        }),
        'GlobalSecondaryIndexes',
      ],
    ]) {
      await assert.rejects(
        server.dynamoDb.send(command),
        (error) => error.$metadata.httpStatusCode === 400 && error.message.includes(parameter),
        `${command.constructor.name} ${parameter}`,
      );
    }
    const { Item } = await server.dynamoDb.send(new GetItemCommand({ TableName, Key }));
    assert.equal(Item, undefined);
    await assert.rejects(server.dynamoDb.send(new DescribeTableCommand({ TableName: 'Indexed' })), {
      name: 'ResourceNotFoundException',
    });
  });
});

// What Tombola does not do is refused by name; nothing is accepted and ignored.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import {
  DescribeTableCommand,
  EnableKinesisStreamingDestinationCommand,
  UpdateTableCommand,
  UpdateTableReplicaAutoScalingCommand,
} from '@aws-sdk/client-dynamodb';

import { Server } from './support/server.mjs';
import { createTable } from './support/tables.mjs';

describe('what is not there', () => {
  let server;
  let TableName;

  before(async () => {
    server = await Server.start();
    TableName = await createTable(server);
  });
  after(() => server?.stop());

  test('an operation is refused by its name', async () => {
    for (const command of [
      new EnableKinesisStreamingDestinationCommand({ TableName, StreamArn: 'arn:aws:kinesis:us-east-1:000000000000:stream/copies' }),
      new UpdateTableReplicaAutoScalingCommand({ TableName }),
    ]) {
      const operation = command.constructor.name.replace('Command', '');
      await assert.rejects(
        server.dynamoDb.send(command),
        (error) =>
          error.name === 'UnknownOperationException' &&
          error.$metadata.httpStatusCode === 400 &&
          error.message.includes(operation),
        operation,
      );
    }
  });

  test('a parameter is refused by its name, and the request does nothing', async () => {
    await assert.rejects(
      server.dynamoDb.send(
        new UpdateTableCommand({
          TableName,
          DeletionProtectionEnabled: true,
          ReplicaUpdates: [{ Create: { RegionName: 'eu-west-1' } }],
        }),
      ),
      (error) => error.name === 'ValidationException' && error.message.includes('ReplicaUpdates'),
    );
    const { Table } = await server.dynamoDb.send(new DescribeTableCommand({ TableName }));
    assert.equal(Table.DeletionProtectionEnabled, false);
  });
});

// Batches that are given up, as their destination gets them: from a poisoned write to the AWS SDK.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { DescribeTableCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { CreateEventSourceMappingCommand } from '@aws-sdk/client-lambda';
import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { CreateTopicCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';

import { createFunction, lambdaClient } from './support/functions.mjs';
import { Server } from './support/server.mjs';
import { s3Client, snsClient, sqsClient } from './support/services.mjs';
import { createTable } from './support/tables.mjs';

async function start(t) {
  const server = await Server.start();
  t.after(() => server.stop());
  const lambda = lambdaClient(t, server);
  const code = 'export const handler = async () => { throw new Error("poison"); };';
  await createFunction(lambda, 'f', { 'index.mjs': code });
  const TableName = await createTable(server, { name: 'Source', stream: 'NEW_IMAGE' });
  const { Table } = await server.dynamoDb.send(new DescribeTableCommand({ TableName }));
  const mapTo = (Destination) =>
    lambda.send(
      new CreateEventSourceMappingCommand({
        FunctionName: 'f',
        EventSourceArn: Table.LatestStreamArn,
        StartingPosition: 'TRIM_HORIZON',
        MaximumRetryAttempts: 1,
        DestinationConfig: { OnFailure: { Destination } },
      }),
    );
  const put = (id) =>
    server.dynamoDb.send(new PutItemCommand({ TableName, Item: { id: { S: id } } }));
  return { server, mapTo, put, streamArn: Table.LatestStreamArn };
}

describe('failure destinations', () => {
  test('a queue gets the record of a batch that was given up', async (t) => {
    const { server, mapTo, put, streamArn } = await start(t);
    const sqs = sqsClient(t, server);
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'failures' }));
    const mapping = await mapTo('arn:aws:sqs:us-east-1:000000000000:failures');
    assert.equal(mapping.DestinationConfig.OnFailure.Destination, 'arn:aws:sqs:us-east-1:000000000000:failures');
    await put('poison');
    await server.idle();
    const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
    const record = JSON.parse(Messages[0].Body);
    assert.equal(record.requestContext.condition, 'RetryAttemptsExhausted');
    assert.equal(record.requestContext.approximateInvokeCount, 2);
    assert.equal(record.responseContext.functionError, 'Unhandled');
    assert.equal(record.DDBStreamBatchInfo.streamArn, streamArn);
    assert.equal(record.DDBStreamBatchInfo.batchSize, 1);
  });

  test('a bucket gets it with the event that failed', async (t) => {
    const { server, mapTo, put } = await start(t);
    const s3 = s3Client(t, server);
    const Bucket = 'failures';
    await s3.send(new CreateBucketCommand({ Bucket }));
    const { UUID } = await mapTo(`arn:aws:s3:::${Bucket}`);
    await put('poison');
    await server.idle();
    const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: `aws/lambda/${UUID}/shardId-` }));
    assert.equal(Contents.length, 1);
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: Contents[0].Key }));
    const record = JSON.parse(await Body.transformToString());
    assert.equal(record.requestContext.condition, 'RetryAttemptsExhausted');
    assert.equal(JSON.parse(record.payload).Records[0].dynamodb.Keys.id.S, 'poison');
  });

  test('a topic gets it, too', async (t) => {
    const { server, mapTo, put } = await start(t);
    const { TopicArn } = await snsClient(t, server).send(new CreateTopicCommand({ Name: 'failures' }));
    await mapTo(TopicArn);
    await put('poison');
    await server.idle();
    const { messages } = await (await fetch(`${server.url}/_tombola/sns`)).json();
    assert.equal(JSON.parse(messages[0].Message).requestContext.condition, 'RetryAttemptsExhausted');
  });
});

// SQS with AWS's SDK, which checks every MD5 it is given.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import {
  CreateQueueCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';

import { failure } from './support/functions.mjs';
import { Server, temporaryFolder } from './support/server.mjs';
import { sqsClient } from './support/services.mjs';

async function start(t, options) {
  const server = await Server.start(options);
  t.after(() => server.stop());
  return { server, sqs: sqsClient(t, server) };
}

const createQueue = async (sqs, QueueName, Attributes) =>
  (await sqs.send(new CreateQueueCommand({ QueueName, Attributes }))).QueueUrl;

describe('queues', () => {
  test('a message is sent, received with its attributes, and deleted', async (t) => {
    const { sqs } = await start(t);
    const QueueUrl = await createQueue(sqs, 'orders');
    assert.match(QueueUrl, /^http:\/\/127\.0\.0\.1:\d+\/000000000000\/orders$/);
    assert.equal((await sqs.send(new GetQueueUrlCommand({ QueueName: 'orders' }))).QueueUrl, QueueUrl);
    assert.deepEqual((await sqs.send(new ListQueuesCommand({}))).QueueUrls, [QueueUrl]);
    const MessageAttributes = {
      kind: { DataType: 'String', StringValue: 'new' },
      bytes: { DataType: 'Binary', BinaryValue: new Uint8Array([0, 1, 255]) },
    };
    const sent = await sqs.send(
      new SendMessageCommand({ QueueUrl, MessageBody: 'Grüße', MessageAttributes }),
    );
    const { Messages } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MessageAttributeNames: ['All'], MessageSystemAttributeNames: ['All'] }),
    );
    assert.equal(Messages.length, 1);
    assert.equal(Messages[0].MessageId, sent.MessageId);
    assert.equal(Messages[0].Body, 'Grüße');
    assert.deepEqual(Messages[0].MessageAttributes, MessageAttributes);
    assert.equal(Messages[0].Attributes.ApproximateReceiveCount, '1');
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: Messages[0].ReceiptHandle }));
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
    );
    assert.equal(Attributes.ApproximateNumberOfMessagesNotVisible, '0');
  });

  test('who waits for a message gets it as it comes', async (t) => {
    const { sqs } = await start(t);
    const QueueUrl = await createQueue(sqs, 'q');
    // Twice as many as there are threads.
    const waiting = Array.from({ length: 4 }, () =>
      sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 })),
    );
    const begun = Date.now();
    const Entries = Array.from({ length: 4 }, (_, i) => ({ Id: `${i}`, MessageBody: `m${i}` }));
    await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    const bodies = (await Promise.all(waiting)).flatMap(({ Messages }) => Messages.map((one) => one.Body));
    assert.deepEqual(bodies.sort(), ['m0', 'm1', 'm2', 'm3']);
    assert.ok(Date.now() - begun < 15_000);
  });

  test('a moved clock makes a delayed message visible to who waits', async (t) => {
    const { server, sqs } = await start(t);
    const QueueUrl = await createQueue(sqs, 'q');
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'later', DelaySeconds: 900 }));
    const waiting = sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));
    await fetch(`${server.url}/_tombola/clock`, { method: 'POST', body: '{"advance":900}' });
    assert.equal((await waiting).Messages[0].Body, 'later');
  });

  test('who waits when the server ends is answered', async (t) => {
    const { server, sqs } = await start(t);
    const QueueUrl = await createQueue(sqs, 'q');
    // Or refused, when the server ended before it had read the call.
    const waiting = sqs
      .send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }))
      .catch((error) => error);
    const begun = Date.now();
    await server.stop();
    assert.ok(Date.now() - begun < 15_000);
    assert.equal((await waiting).Messages, undefined);
  });

  test('messages survive a kill', async (t) => {
    const data = temporaryFolder();
    const first = await start(t, { data });
    const QueueUrl = await createQueue(first.sqs, 'q');
    await first.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'kept' }));
    await first.server.kill();
    const { sqs } = await start(t, { data });
    const { QueueUrl: again } = await sqs.send(new GetQueueUrlCommand({ QueueName: 'q' }));
    const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: again }));
    assert.equal(Messages[0].Body, 'kept');
  });

  test('errors are those that the SDK knows', async (t) => {
    const { server, sqs } = await start(t);
    const QueueUrl = await createQueue(sqs, 'q');
    await sqs.send(new DeleteQueueCommand({ QueueUrl }));
    const error = await failure(sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'a' })));
    // The code of the Query protocol, from the header x-amzn-query-error: this SDK has it as the name.
    assert.equal(error.name, 'AWS.SimpleQueueService.NonExistentQueue');
    assert.equal(error.message, 'The specified queue does not exist.');
    assert.equal(error.Code, 'AWS.SimpleQueueService.NonExistentQueue');
    const unsigned = await fetch(server.url, {
      method: 'POST',
      headers: { 'X-Amz-Target': 'AmazonSQS.ListQueues', 'Content-Type': 'application/x-amz-json-1.0' },
      body: '{}',
    });
    assert.match((await unsigned.json()).__type, /MissingAuthenticationTokenException$/);
  });
});

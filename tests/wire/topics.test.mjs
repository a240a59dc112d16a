// SNS with AWS's SDK: to a queue, to a function, and to the page that remembers.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { CreateQueueCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import {
  CreateTopicCommand,
  GetTopicAttributesCommand,
  PublishBatchCommand,
  PublishCommand,
  SubscribeCommand,
} from '@aws-sdk/client-sns';

import { createFunction, failure, lambdaClient } from './support/functions.mjs';
import { Server } from './support/server.mjs';
import { snsClient, sqsClient } from './support/services.mjs';

async function start(t) {
  const server = await Server.start();
  t.after(() => server.stop());
  return { server, sns: snsClient(t, server), sqs: sqsClient(t, server) };
}

describe('topics', () => {
  test('what is published reaches a queue, and is remembered', async (t) => {
    const { server, sns, sqs } = await start(t);
    const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 't' }));
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'q' }));
    await sns.send(
      new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: 'arn:aws:sqs:us-east-1:000000000000:q' }),
    );
    const MessageAttributes = { kind: { DataType: 'String', StringValue: 'new' } };
    const { MessageId } = await sns.send(
      new PublishCommand({ TopicArn, Message: 'hello', Subject: 'greeting', MessageAttributes }),
    );
    const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
    const document = JSON.parse(Messages[0].Body);
    assert.equal(document.Type, 'Notification');
    assert.equal(document.MessageId, MessageId);
    assert.equal(document.Message, 'hello');
    assert.deepEqual(document.MessageAttributes, { kind: { Type: 'String', Value: 'new' } });
    const { messages } = await (await fetch(`${server.url}/_tombola/sns`)).json();
    assert.deepEqual(messages.map((one) => [one.TopicArn, one.MessageId, one.Message]), [
      [TopicArn, MessageId, 'hello'],
    ]);
    const { Successful } = await sns.send(
      new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries: [{ Id: '1', Message: 'a' }, { Id: '2', Message: 'b' }] }),
    );
    assert.deepEqual(Successful.map((one) => one.Id), ['1', '2']);
    const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn }));
    assert.equal(Attributes.SubscriptionsConfirmed, '1');
  });

  test('a function is invoked with what was published', async (t) => {
    const { server, sns } = await start(t);
    const code = 'export const handler = async ({ Records }) => console.log("got", Records[0].Sns.Message);';
    const { FunctionArn } = await createFunction(lambdaClient(t, server), 'f', { 'index.mjs': code });
    const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 't' }));
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'lambda', Endpoint: FunctionArn }));
    await sns.send(new PublishCommand({ TopicArn, Message: 'hello' }));
    await server.idle();
    await server.line(/\tgot hello$/);
  });

  test('errors are those that the SDK knows', async (t) => {
    const { sns } = await start(t);
    const TopicArn = 'arn:aws:sns:us-east-1:000000000000:nobody';
    const error = await failure(sns.send(new PublishCommand({ TopicArn, Message: 'a' })));
    assert.equal(error.name, 'NotFoundException');
    assert.equal(error.message, 'Topic does not exist');
    assert.equal(error.$metadata.httpStatusCode, 404);
  });
});

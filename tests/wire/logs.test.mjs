// CloudWatch Logs through the AWS SDK: what functions write is there, in order, and stays.
import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, test } from 'node:test';

import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  InvalidParameterException,
  ListTagsForResourceCommand,
  paginateFilterLogEvents,
  PutLogEventsCommand,
  PutRetentionPolicyCommand,
  ResourceNotFoundException,
  StartQueryCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { PutCommand } from '@aws-sdk/lib-dynamodb';

import { createFunction, failure, invoke, lambdaClient } from './support/functions.mjs';
import { handler, Server, temporaryFolder } from './support/server.mjs';
import { logsClient } from './support/services.mjs';
import { createTable } from './support/tables.mjs';

async function start(t, options) {
  const server = await Server.start(options);
  t.after(() => server.stop());
  return { server, logs: logsClient(t, server), lambda: lambdaClient(t, server) };
}

const talking = {
  'index.mjs': `export const handler = async (event) => {
    console.log('first', event.n);
    console.error('several\\nlines');
    process.stdout.write('plain\\n');
    return event.n;
  };`,
};

const messages = async (logs, logGroupName, more = {}) =>
  (await logs.send(new FilterLogEventsCommand({ logGroupName, ...more }))).events.map(
    (event) => event.message,
  );

describe('what functions write', () => {
  test('is there in the order in which it was written, one event for a message', async (t) => {
    const { logs, lambda } = await start(t);
    await createFunction(lambda, 'f', talking);
    assert.equal((await logs.send(new DescribeLogGroupsCommand({}))).logGroups.length, 0);
    const { requestId } = await invoke(lambda, 'f', { n: 1 });
    const { logGroups } = await logs.send(
      new DescribeLogGroupsCommand({ logGroupNamePrefix: '/aws/lambda/f' }),
    );
    assert.equal(
      logGroups[0].arn,
      'arn:aws:logs:us-east-1:000000000000:log-group:/aws/lambda/f:*',
    );
    assert.ok(logGroups[0].storedBytes > 200);

    const { logStreams } = await logs.send(
      new DescribeLogStreamsCommand({
        logGroupName: '/aws/lambda/f',
        orderBy: 'LastEventTime',
        descending: true,
      }),
    );
    assert.equal(logStreams.length, 1);
    assert.match(logStreams[0].logStreamName, /^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/);
    const { events } = await logs.send(
      new GetLogEventsCommand({
        logGroupName: '/aws/lambda/f',
        logStreamName: logStreams[0].logStreamName,
        startFromHead: true,
      }),
    );
    const texts = events.map((event) => event.message);
    assert.equal(texts[0], `START RequestId: ${requestId} Version: $LATEST\n`);
    assert.match(texts[1], new RegExp(`^\\d{4}-.*Z\\t${requestId}\\tINFO\\tfirst 1\\n$`));
    assert.match(texts[2], new RegExp(`\\t${requestId}\\tERROR\\tseveral\\rlines\\n$`));
    assert.equal(texts[3], 'plain\n');
    assert.equal(texts[4], `END RequestId: ${requestId}\n`);
    assert.match(texts[5], /^REPORT RequestId: .*\tDuration: .*\tInit Duration: [\d.]+ ms\t\n$/);
    assert.equal(texts.length, 6);
    assert.equal(logStreams[0].firstEventTimestamp, events[0].timestamp);
    assert.equal(logStreams[0].lastEventTimestamp, events[5].timestamp);

    await invoke(lambda, 'f', { n: 2 });
    assert.equal((await messages(logs, '/aws/lambda/f')).length, 12);
    const [warm] = await messages(logs, '/aws/lambda/f', { filterPattern: '"first 2"' });
    assert.match(warm, /first 2/);
    const pages = paginateFilterLogEvents(
      { client: logs, pageSize: 5 },
      { logGroupName: '/aws/lambda/f', filterPattern: '-REPORT' },
    );
    let count = 0;
    for await (const page of pages) count += page.events.length;
    assert.equal(count, 10);
  });

  test('goes to the group that the function names', async (t) => {
    const { logs, lambda } = await start(t);
    await createFunction(lambda, 'f', talking, { LoggingConfig: { LogGroup: 'mine' } });
    await invoke(lambda, 'f', { n: 1 });
    assert.equal((await messages(logs, 'mine')).length, 6);
  });

  test('outlives the server, a kill -9 right after idleness included', async (t) => {
    const data = path.join(temporaryFolder(), 'data');
    const args = ['--trigger', `Source=${handler('echo.mjs')}`];
    const first = await Server.start({ data, args });
    t.after(() => first.kill());
    await createTable(first, { name: 'Source', stream: 'NEW_AND_OLD_IMAGES' });
    await first.documents.send(new PutCommand({ TableName: 'Source', Item: { id: 'a' } }));
    await first.idle();
    await first.kill();

    const { server, logs } = await start(t, { data, args });
    const before = await messages(logs, '/aws/lambda/echo');
    assert.match(before[0], /^START /);
    assert.match(before.at(-1), /^REPORT /);
    await server.documents.send(new PutCommand({ TableName: 'Source', Item: { id: 'b' } }));
    await server.idle();
    const after = await messages(logs, '/aws/lambda/echo');
    assert.deepEqual(after.slice(0, before.length), before);
    assert.ok(after.length > before.length);
    await server.stop();
  });
});

describe('logs of one’s own', () => {
  test('are made, written, read and deleted', async (t) => {
    const { logs } = await start(t);
    const group = { logGroupName: 'app' };
    await logs.send(new CreateLogGroupCommand({ ...group, tags: { team: 'a' } }));
    await logs.send(new CreateLogStreamCommand({ ...group, logStreamName: 's' }));
    await logs.send(new PutRetentionPolicyCommand({ ...group, retentionInDays: 14 }));
    const now = Date.now();
    const put = await logs.send(
      new PutLogEventsCommand({
        ...group,
        logStreamName: 's',
        logEvents: [
          { timestamp: now - 1, message: '{"level":"info","ms":5}' },
          { timestamp: now, message: '{"level":"error","ms":50,"é":"ü"}' },
        ],
      }),
    );
    assert.equal(put.rejectedLogEventsInfo, undefined);
    assert.deepEqual(await messages(logs, 'app', { filterPattern: '{ $.ms >= 50 }' }), [
      '{"level":"error","ms":50,"é":"ü"}',
    ]);
    const tags = await logs.send(
      new ListTagsForResourceCommand({
        resourceArn: 'arn:aws:logs:us-east-1:000000000000:log-group:app',
      }),
    );
    assert.deepEqual(tags.tags, { team: 'a' });
    await logs.send(new DeleteLogGroupCommand(group));
    const gone = await failure(logs.send(new DeleteLogGroupCommand(group)));
    assert.ok(gone instanceof ResourceNotFoundException);
    assert.equal(gone.message, 'The specified log group does not exist.');
  });

  test('are refused as AWS does, and what is not there by name', async (t) => {
    const { logs } = await start(t);
    await logs.send(new CreateLogGroupCommand({ logGroupName: 'app' }));
    const pattern = await failure(messages(logs, 'app', { filterPattern: 'a@b' }));
    assert.ok(pattern instanceof InvalidParameterException);
    assert.equal(pattern.message, "Invalid character(s) in term '@'");
    const unserved = await failure(
      logs.send(new StartQueryCommand({ queryString: 'fields @message', startTime: 0, endTime: 1 })),
    );
    assert.equal(unserved.name, 'UnknownOperationException');
    assert.equal(unserved.message, 'Tombola does not support StartQuery yet.');
  });
});

// Asynchronous invocations: where their records go, and that none is lost.
import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, test } from 'node:test';

import {
  GetFunctionEventInvokeConfigCommand,
  PutFunctionConcurrencyCommand,
  PutFunctionEventInvokeConfigCommand,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';

import { createFunction, invoke, lambdaClient } from './support/functions.mjs';
import { Server, temporaryFolder } from './support/server.mjs';
import { makeZip } from './support/zip.mjs';

async function start(t, options) {
  const server = await Server.start(options);
  t.after(() => server.stop());
  const seen = (mark) =>
    server.lines.flatMap((line) => line.match(new RegExp(`\\t${mark} (.*)$`))?.[1] ?? []);
  return { server, lambda: lambdaClient(t, server), seen };
}

const clock = (server, change) =>
  fetch(`${server.url}/_tombola/clock`, { method: 'POST', body: JSON.stringify(change) });

const printing = (mark) => ({
  'index.mjs': `export const handler = async (event) => console.log('${mark}', JSON.stringify(event));`,
});
const failing = { 'index.mjs': "export const handler = async () => { throw new Error('no'); };" };
const arnOf = (name) => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;

describe('asynchronous invocations', () => {
  test('tell another function how they ended', async (t) => {
    const { server, lambda, seen } = await start(t);
    await createFunction(lambda, 'told', printing('told'));
    await createFunction(lambda, 'f', failing);
    await lambda.send(
      new PutFunctionEventInvokeConfigCommand({
        FunctionName: 'f',
        MaximumRetryAttempts: 0,
        DestinationConfig: { OnFailure: { Destination: arnOf('told') } },
      }),
    );
    const config = await lambda.send(new GetFunctionEventInvokeConfigCommand({ FunctionName: 'f' }));
    assert.ok(config.LastModified instanceof Date);
    const { requestId } = await invoke(lambda, 'f', { order: 1 }, { InvocationType: 'Event' });
    await server.idle();
    const [record] = seen('told').map((text) => JSON.parse(text));
    assert.deepEqual(record.requestContext, {
      requestId,
      functionArn: arnOf('f:$LATEST'),
      condition: 'RetriesExhausted',
      approximateInvokeCount: 1,
    });
    assert.deepEqual(record.requestPayload, { order: 1 });
    assert.deepEqual(record.responseContext, {
      statusCode: 200,
      executedVersion: '$LATEST',
      functionError: 'Unhandled',
    });
    assert.equal(record.responsePayload.errorMessage, 'no');

    await lambda.send(
      new PutFunctionConcurrencyCommand({ FunctionName: 'f', ReservedConcurrentExecutions: 0 }),
    );
    await invoke(lambda, 'f', { order: 2 }, { InvocationType: 'Event' });
    await server.idle();
    const throttled = JSON.parse(seen('told')[1]);
    assert.equal(throttled.requestContext.condition, 'ZeroReservedConcurrency');
    assert.equal(throttled.requestContext.approximateInvokeCount, 0);
  });

  test('that wait when the server stops, or is killed, run after its next start', async (t) => {
    const data = path.join(temporaryFolder(), 'data');
    const { server, lambda } = await start(t, { data });
    await createFunction(lambda, 'f', failing);
    await clock(server, { freeze: true });
    await invoke(lambda, 'f', { order: 1 }, { InvocationType: 'Event' });
    // It has failed once, and waits for the clock.
    assert.equal((await fetch(`${server.url}/_tombola/idle`)).status, 409);
    await server.kill();

    const again = await start(t, { data });
    await again.lambda.send(
      new UpdateFunctionCodeCommand({ FunctionName: 'f', ZipFile: makeZip(printing('done')) }),
    );
    assert.equal((await fetch(`${again.server.url}/_tombola/idle`)).status, 409);
    await clock(again.server, { advance: 60 });
    await again.server.idle();
    assert.deepEqual(again.seen('done'), ['{"order":1}']);
  });
});

// InvokeWithResponseStream: handlers that stream, and those that do not.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { InvokeWithResponseStreamCommand, ResourceNotFoundException } from '@aws-sdk/client-lambda';

import { createFunction, failure, lambdaClient } from './support/functions.mjs';
import { Server } from './support/server.mjs';

async function start(t) {
  const server = await Server.start();
  t.after(() => server.stop());
  const lambda = lambdaClient(t, server);
  const stream = async (FunctionName, more = {}) => {
    const answer = await lambda.send(new InvokeWithResponseStreamCommand({ FunctionName, ...more }));
    const chunks = [];
    let complete;
    for await (const event of answer.EventStream) {
      if (event.PayloadChunk) chunks.push(Buffer.from(event.PayloadChunk.Payload));
      complete = event.InvokeComplete ?? complete;
    }
    return { answer, payload: Buffer.concat(chunks), complete };
  };
  return { lambda, stream };
}

describe('InvokeWithResponseStream', () => {
  test('gives what a handler streamed, as it is', async (t) => {
    const { lambda, stream } = await start(t);
    await createFunction(lambda, 'f', {
      'index.mjs': `export const handler = awslambda.streamifyResponse(async (event, out) => {
        out.setContentType('text/plain');
        out.write('one ' + event.n);
        out.write(Buffer.from([0, 255]));
        out.end();
      });`,
    });
    const { answer, payload, complete } = await stream('f', {
      Payload: JSON.stringify({ n: 1 }),
      LogType: 'Tail',
    });
    assert.equal(answer.StatusCode, 200);
    assert.equal(answer.ExecutedVersion, '$LATEST');
    assert.equal(answer.ResponseStreamContentType, 'application/vnd.amazon.eventstream');
    assert.deepEqual(payload, Buffer.concat([Buffer.from('one 1'), Buffer.from([0, 255])]));
    assert.equal(complete.ErrorCode, undefined);
    assert.match(Buffer.from(complete.LogResult, 'base64').toString(), /^START RequestId/);
  });

  test('gives what another handler returned, and how one failed', async (t) => {
    const { lambda, stream } = await start(t);
    await createFunction(lambda, 'f', {
      'index.mjs': `export const handler = async (event) => {
        if (event.fail) throw new Error('no');
        return { ok: true };
      };`,
    });
    assert.equal((await stream('f')).payload.toString(), '{"ok":true}');
    const { payload, complete } = await stream('f', { Payload: '{"fail":true}' });
    assert.equal(payload.length, 0);
    assert.equal(complete.ErrorCode, 'Unhandled');
    assert.equal(JSON.parse(complete.ErrorDetails).errorMessage, 'no');
    const none = await failure(stream('none'));
    assert.ok(none instanceof ResourceNotFoundException);
  });
});

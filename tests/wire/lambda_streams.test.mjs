// Response streaming: InvokeWithResponseStream, and URLs whose InvokeMode is RESPONSE_STREAM.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import { describe, test } from 'node:test';

import {
  CreateFunctionUrlConfigCommand,
  InvokeWithResponseStreamCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-lambda';

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

// A place where a handler waits until the test lets it go on.
async function gate(t) {
  const server = http.createServer();
  const arrived = once(server, 'request');
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    open: async () => (await arrived)[1].end(),
  };
}

const waitAt = (url) => `await new Promise((done) => require('http').get('${url}', done));`;

describe('InvokeWithResponseStream', () => {
  test('gives each part while the handler is at work, and why it broke off', async (t) => {
    const { lambda } = await start(t);
    const { url, open } = await gate(t);
    await createFunction(lambda, 'f', {
      'index.js': `exports.handler = awslambda.streamifyResponse(async (event, out) => {
        out.write('one');
        ${waitAt(url)}
        out.write('two');
        throw new RangeError('no more');
      });`,
    });
    const answer = await lambda.send(new InvokeWithResponseStreamCommand({ FunctionName: 'f' }));
    const events = answer.EventStream[Symbol.asyncIterator]();
    const next = async () => (await events.next()).value;
    assert.equal(Buffer.from((await next()).PayloadChunk.Payload).toString(), 'one');
    await open();
    assert.equal(Buffer.from((await next()).PayloadChunk.Payload).toString(), 'two');
    const { InvokeComplete } = await next();
    assert.equal(InvokeComplete.ErrorCode, 'RangeError');
    assert.equal(JSON.parse(InvokeComplete.ErrorDetails).errorMessage, 'no more');
    assert.ok((await events.next()).done);
  });

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

describe('a URL of InvokeMode RESPONSE_STREAM', () => {
  // A request to the URL; the answer's parts come as they are read.
  async function call(lambda, FunctionName, path = '/') {
    const { FunctionUrl } = await lambda
      .send(new CreateFunctionUrlConfigCommand({
        FunctionName, AuthType: 'NONE', InvokeMode: 'RESPONSE_STREAM',
      }));
    const { host, port } = new URL(FunctionUrl);
    const request = http.get({ host: '127.0.0.1', port, path, headers: { Host: host } });
    const [answer] = await once(request, 'response');
    return { answer, parts: answer[Symbol.asyncIterator]() };
  }
  const readOn = async (parts) => {
    let text = '';
    for (let next = await parts.next(); !next.done; next = await parts.next()) text += next.value;
    return text;
  };

  test('has the head that the handler chose, and each part as it is written', async (t) => {
    const { lambda } = await start(t);
    const { url, open } = await gate(t);
    await createFunction(lambda, 'f', {
      'index.js': `exports.handler = awslambda.streamifyResponse(async (event, out) => {
        out = awslambda.HttpResponseStream.from(out, {
          statusCode: 418, headers: { 'Content-Type': 'text/event-stream' }, cookies: ['a=1', 'b=2'],
        });
        out.write('data: ' + event.rawPath);
        ${waitAt(url)}
        out.write(' data: end');
        out.end();
      });`,
    });
    const { answer, parts } = await call(lambda, 'f', '/events');
    assert.equal(answer.statusCode, 418);
    assert.equal(answer.headers['content-type'], 'text/event-stream');
    assert.equal(answer.headers['transfer-encoding'], 'chunked');
    assert.deepEqual(answer.headers['set-cookie'], ['a=1', 'b=2']);
    assert.equal((await parts.next()).value.toString(), 'data: /events');
    await open();
    assert.equal(await readOn(parts), ' data: end');
  });

  test('breaks off when the handler does, and is a 502 when nothing was written', async (t) => {
    const { lambda } = await start(t);
    for (const [name, write] of [['f', "await new Promise((done) => out.write('some', done));"], ['g', '']]) {
      await createFunction(lambda, name, {
        'index.js': `exports.handler = awslambda.streamifyResponse(async (event, out) => {
          ${write}
          throw new Error('no');
        });`,
      });
    }
    const { answer, parts } = await call(lambda, 'f');
    assert.equal(answer.statusCode, 200);
    assert.equal(answer.headers['content-type'], 'application/octet-stream');
    await assert.rejects(readOn(parts), { code: 'ECONNRESET' });
    const nothing = await call(lambda, 'g');
    assert.equal(nothing.answer.statusCode, 502);
    assert.equal(await readOn(nothing.parts), 'Internal Server Error');
  });

  test('has what another handler returns, word for word', async (t) => {
    const { lambda } = await start(t);
    await createFunction(lambda, 'f', {
      'index.py': 'def handler(event, context):\n    return {"statusCode": 404, "body": "x"}\n',
    }, { Runtime: 'python3.12' });
    const { answer, parts } = await call(lambda, 'f');
    assert.equal(answer.statusCode, 200);
    assert.equal(await readOn(parts), '{"statusCode": 404, "body": "x"}');
  });
});

// Function URLs: made with AWS's SDK, called as a browser would.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import { buffer } from 'node:stream/consumers';
import { describe, test } from 'node:test';

import {
  CreateFunctionUrlConfigCommand,
  DeleteFunctionUrlConfigCommand,
  PutFunctionConcurrencyCommand,
} from '@aws-sdk/client-lambda';

import { createFunction, lambdaClient } from './support/functions.mjs';
import { Server } from './support/server.mjs';

const code = `
exports.handler = async (event) => {
  switch (event.rawPath) {
    case '/event': return event;
    case '/text': return 'hello';
    case '/bytes': return { statusCode: 200, body: Buffer.from([0, 255, 16]).toString('base64'),
      isBase64Encoded: true, headers: { 'content-type': 'image/png' } };
    case '/cookies': return { statusCode: 302, headers: { location: '/text' }, cookies: ['a=1', 'b=2'] };
    case '/throws': throw new Error('no');
    default: return { statusCode: 404, body: 'nothing at ' + event.rawPath };
  }
};`;

async function start(t) {
  const server = await Server.start();
  t.after(() => server.stop());
  const lambda = lambdaClient(t, server);
  await createFunction(lambda, 'f', { 'index.js': code });
  const create = async (more = {}) => {
    const made = await lambda.send(
      new CreateFunctionUrlConfigCommand({ FunctionName: 'f', AuthType: 'NONE', ...more }),
    );
    return new URL(made.FunctionUrl);
  };
  return { server, lambda, create };
}

// Not every resolver knows that names below localhost are this machine; a Host header says it all.
async function call(url, path, { method = 'GET', headers = {}, body } = {}) {
  const request = http.request({
    host: '127.0.0.1', port: url.port, path, method, headers: { Host: url.host, ...headers },
  });
  request.end(body);
  const [answer] = await once(request, 'response');
  return { status: answer.statusCode, headers: answer.headers, body: await buffer(answer) };
}

describe('function URLs', () => {
  test('give the function an event of format 2.0', async (t) => {
    const { create } = await start(t);
    const url = await create();
    assert.match(url.href, /^http:\/\/[0-9a-z]{32}\.lambda-url\.us-east-1\.localhost:\d+\/$/);
    const answer = await call(url, '/event?a=1&a=2', {
      method: 'POST',
      headers: { 'Content-Type': 'text/plain', Cookie: 'c=1; d=2' },
      body: 'text',
    });
    assert.equal(answer.status, 200);
    const event = JSON.parse(answer.body);
    assert.equal(event.version, '2.0');
    assert.equal(event.body, 'text');
    assert.equal(event.isBase64Encoded, false);
    assert.deepEqual(event.cookies, ['c=1', 'd=2']);
    assert.deepEqual(event.queryStringParameters, { a: '1,2' });
    assert.equal(event.requestContext.accountId, 'anonymous');
    assert.equal(event.requestContext.http.method, 'POST');
    assert.equal(event.requestContext.domainName, url.hostname);
    assert.equal(event.requestContext.requestId, answer.headers['x-amzn-requestid']);
  });

  test('answer what the function returns, and 502 when it fails', async (t) => {
    const { create } = await start(t);
    const url = await create();
    const text = await call(url, '/text');
    assert.deepEqual([text.status, text.body.toString(), text.headers['content-type']],
      [200, 'hello', 'application/json']);
    const bytes = await call(url, '/bytes');
    assert.deepEqual([...bytes.body], [0, 255, 16]);
    assert.equal(bytes.headers['content-type'], 'image/png');
    const cookies = await call(url, '/cookies');
    assert.equal(cookies.status, 302);
    assert.deepEqual(cookies.headers['set-cookie'], ['a=1', 'b=2']);
    assert.equal((await call(url, '/else')).body.toString(), 'nothing at /else');
    const failed = await call(url, '/throws');
    assert.deepEqual([failed.status, failed.body.toString()], [502, 'Internal Server Error']);
  });

  test('answer CORS from their configuration, before the function', async (t) => {
    const { create } = await start(t);
    const Origin = 'http://localhost:3000';
    const url = await create({
      Cors: { AllowOrigins: [Origin], AllowMethods: ['GET'], AllowHeaders: ['x-a'], MaxAge: 10 },
    });
    const preflight = await call(url, '/throws', {
      method: 'OPTIONS', headers: { Origin, 'Access-Control-Request-Method': 'GET' },
    });
    assert.equal(preflight.status, 200);
    assert.equal(preflight.headers['access-control-allow-origin'], Origin);
    assert.equal(preflight.headers['access-control-allow-methods'], 'GET');
    assert.equal(preflight.headers['access-control-max-age'], '10');
    const answer = await call(url, '/text', { headers: { Origin } });
    assert.equal(answer.headers['access-control-allow-origin'], Origin);
    // Nobody's page calls this machine, whatever a function allows.
    const foreign = await call(url, '/text', { headers: { Origin: 'https://example.com' } });
    assert.equal(foreign.status, 403);
  });

  test('of AuthType AWS_IAM want a signature', async (t) => {
    const { create } = await start(t);
    const url = await create({ AuthType: 'AWS_IAM' });
    const refused = await call(url, '/text');
    assert.deepEqual([refused.status, refused.body.toString()], [403, '{"Message":"Forbidden"}']);
    const signed = await call(url, '/event', {
      headers: {
        'X-Amz-Date': '20260102T030405Z',
        Authorization:
          'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260102/us-east-1/lambda/aws4_request, ' +
          `SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}`,
      },
    });
    assert.equal(signed.status, 200, signed.body.toString());
    const { requestContext } = JSON.parse(signed.body);
    assert.equal(requestContext.accountId, '000000000000');
    assert.equal(requestContext.authorizer.iam.accountId, '000000000000');
  });

  test('throttle, end with their configuration, and are nobody else’s', async (t) => {
    const { lambda, create } = await start(t);
    const url = await create();
    await lambda.send(
      new PutFunctionConcurrencyCommand({ FunctionName: 'f', ReservedConcurrentExecutions: 0 }),
    );
    assert.equal((await call(url, '/text')).status, 429);
    await lambda.send(new DeleteFunctionUrlConfigCommand({ FunctionName: 'f' }));
    const gone = await call(url, '/text');
    assert.deepEqual([gone.status, gone.body.toString()], [404, '{"Message":null}']);
  });
});

// HTTP routes to handlers, handlers that call back, and callers that are refused.
import assert from 'node:assert/strict';
import http from 'node:http';
import { after, before, describe, test } from 'node:test';

import { ScanCommand } from '@aws-sdk/client-dynamodb';

import { handler, Server } from './support/server.mjs';
import { createTable } from './support/tables.mjs';

// fetch() sets Host and Origin itself, so this goes a floor lower: { status, headers, body }.
function request(server, { method = 'GET', path = '/', headers = {}, body }) {
  return new Promise((resolve, reject) => {
    http
      .request({ host: '127.0.0.1', port: server.port, method, path, headers }, (response) => {
        const parts = [];
        response.on('data', (part) => parts.push(part));
        response.on('end', () =>
          resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(parts) }),
        );
      })
      .on('error', reject)
      .end(body);
  });
}

describe('HTTP routes', () => {
  let server;

  before(async () => {
    server = await Server.start({
      args: [
        '--http', `GET /echo=${handler('echo.mjs')}`,
        '--http', `POST /echo=${handler('echo.mjs')}`,
        '--http', `ANY /tickets/{id}/{proxy+}=${handler('echo.mjs')}`,
        '--http', `GET /typed=${handler('typed.ts')}`,
        ...['throws', 'exits', 'hangs', 'answersNonsense', 'answersNothing', 'answersBytes', 'answersManyHeaders'].flatMap(
          (name) => ['--http', `GET /${name}=${handler(`misbehave.mjs:${name}`)}`],
        ),
        '--env', 'GREETING=hello there',
      ],
      environment: { A_SECRET_OF_THE_DEVELOPER: 'yes', AWS_PROFILE: 'production', AWS_SESSION_TOKEN: 'real' },
    });
  });
  after(() => server?.stop());

  test('a handler gets API Gateway’s proxy event and its answer is the answer', async () => {
    const answer = await request(server, {
      path: '/echo?name=John&tag=a&tag=b%20c&empty=',
      headers: { 'X-Custom': 'Value', Accept: 'application/json' },
    });
    assert.equal(answer.status, 201);
    assert.equal(answer.headers['x-echo'], 'yes');
    assert.equal(answer.headers['content-type'], 'application/json');
    const { event } = JSON.parse(answer.body);
    assert.equal(event.httpMethod, 'GET');
    assert.equal(event.path, '/echo');
    assert.equal(event.resource, '/echo');
    assert.deepEqual(event.queryStringParameters, { name: 'John', tag: 'b c', empty: '' });
    assert.deepEqual(event.multiValueQueryStringParameters, { name: ['John'], tag: ['a', 'b c'], empty: [''] });
    assert.equal(event.headers['X-Custom'], 'Value');
    assert.deepEqual(event.multiValueHeaders['X-Custom'], ['Value']);
    assert.equal(event.pathParameters, null);
    assert.equal(event.stageVariables, null);
    assert.equal(event.body, null);
    assert.equal(event.isBase64Encoded, false);
    assert.equal(event.requestContext.httpMethod, 'GET');
    assert.equal(event.requestContext.resourcePath, '/echo');
    assert.match(event.requestContext.identity.sourceIp, /^(127\.0\.0\.1|::1)$/);
    assert.ok(Math.abs(event.requestContext.requestTimeEpoch - Date.now()) < 60_000);
    assert.match(event.requestContext.requestTime, /^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/);
  });

  test('without a query the parameters are null; a body comes as text', async () => {
    const plain = JSON.parse((await request(server, { path: '/echo' })).body).event;
    assert.equal(plain.queryStringParameters, null);
    assert.equal(plain.multiValueQueryStringParameters, null);
    const text = '{"some":"JSON — and more"}';
    const posted = await request(server, {
      method: 'POST',
      path: '/echo',
      headers: { 'content-type': 'application/json' },
      body: text,
    });
    assert.equal(JSON.parse(posted.body).event.body, text);
  });

  test('parts of a path are parameters', async () => {
    const answer = await request(server, { method: 'PATCH', path: '/tickets/a%20b/seats/7' });
    const { event } = JSON.parse(answer.body);
    assert.equal(event.httpMethod, 'PATCH');
    assert.equal(event.resource, '/tickets/{id}/{proxy+}');
    assert.deepEqual(event.pathParameters, { id: 'a b', proxy: 'seats/7' });
  });

  test('a handler has Lambda’s environment and context, and nothing of the developer’s', async () => {
    const { environment, context } = JSON.parse((await request(server, { path: '/echo' })).body);
    assert.equal(environment.AWS_ENDPOINT_URL, server.url);
    assert.equal(environment.GREETING, 'hello there');
    assert.equal(environment.AWS_LAMBDA_FUNCTION_NAME, context.functionName);
    assert.equal(environment.AWS_LAMBDA_FUNCTION_VERSION, '$LATEST');
    assert.equal(environment.AWS_LAMBDA_FUNCTION_MEMORY_SIZE, context.memoryLimitInMB);
    assert.equal(environment.AWS_LAMBDA_LOG_GROUP_NAME, `/aws/lambda/${context.functionName}`);
    assert.match(environment.AWS_LAMBDA_LOG_STREAM_NAME, /^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/);
    assert.match(environment.AWS_REGION, /^[a-z]{2}-[a-z]+-\d$/);
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'LAMBDA_TASK_ROOT', 'AWS_EXECUTION_ENV', '_HANDLER']) {
      assert.ok(environment[name], name);
    }
    assert.ok(!('A_SECRET_OF_THE_DEVELOPER' in environment));
    assert.ok(!('AWS_PROFILE' in environment));
    assert.notEqual(environment.AWS_SESSION_TOKEN, 'real');
    assert.match(context.awsRequestId, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    assert.match(context.invokedFunctionArn, /^arn:aws:lambda:[a-z0-9-]+:\d{12}:function:/);
    assert.ok(context.remaining_ms > 0 && context.remaining_ms <= 3000);
  });

  test('a process serves one call after another', async () => {
    const pids = [];
    for (let i = 0; i < 5; ++i) pids.push(JSON.parse((await request(server, { path: '/echo' })).body).pid);
    assert.ok(pids[0] > 0);
    assert.equal(new Set(pids).size, 1);
  });

  test('TypeScript runs as it is, imports and enums included', async () => {
    const answer = await request(server, { path: '/typed?name=Ada' });
    assert.equal(String(answer.body), 'Hello Ada, calm');
  });

  test('a handler that goes wrong is a 502, and the server lives on', async () => {
    for (const name of ['throws', 'exits', 'hangs', 'answersNonsense', 'answersNothing']) {
      const answer = await request(server, { path: `/${name}` });
      assert.equal(answer.status, 502, name);
      assert.deepEqual(JSON.parse(answer.body), { message: 'Internal server error' });
      assert.equal((await request(server, { path: '/echo' })).status, 201, `after ${name}`);
    }
  });

  test('bytes, status and repeated headers reach the caller', async () => {
    const bytes = await request(server, { path: '/answersBytes' });
    assert.deepEqual([...bytes.body], [0, 1, 2, 253, 254, 255]);
    const headers = await request(server, { path: '/answersManyHeaders' });
    assert.equal(headers.status, 404);
    assert.deepEqual(headers.headers['set-cookie'], ['a=1', 'b=2']);
    assert.equal(String(headers.body), 'not here');
  });

  test('a route is a method and a path', async () => {
    for (const other of [{ path: '/nowhere' }, { path: '/typed', method: 'PUT' }, { path: '/echo/more' }]) {
      const answer = await request(server, other);
      assert.ok(answer.status >= 400 && answer.status < 500, `${answer.status}`);
    }
  });
});

test('64 handlers at once that call back all succeed', async (t) => {
  const server = await Server.start({
    args: [
      '--http', `GET /call=${handler('call_back.mjs')}`,
      '--env', 'TABLE_NAME=Called',
      '--socket-threads', '1', // which a waiting request must not hold
    ],
  });
  t.after(() => server.stop());
  await createTable(server, { name: 'Called' });
  const expected = Array.from({ length: 64 }, (_, i) => `caller ${i}`);
  const answers = await Promise.all(
    expected.map(async (id) => {
      const answer = await fetch(`${server.url}/call?id=${encodeURIComponent(id)}`);
      return [answer.status, await answer.text()];
    }),
  );
  assert.deepEqual(answers, expected.map((id) => [200, id]));
  const { Items } = await server.dynamoDb.send(new ScanCommand({ TableName: 'Called' }));
  assert.equal(Items.length, 64);
  assert.ok(new Set(Items.map((item) => item.pid.N)).size > 1, 'in more than one process');
});

describe('who may call', () => {
  let server;
  const listTables = (headers) =>
    request(server, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': 'DynamoDB_20120810.ListTables',
        authorization: 'AWS4-HMAC-SHA256 Credential=test/20260101/eu-west-2/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
        'x-amz-date': '20260101T000000Z',
        ...headers,
      },
      body: '{}',
    });

  before(async () => (server = await Server.start({ args: ['--http', `GET /echo=${handler('echo.mjs')}`] })));
  after(() => server?.stop());

  test('a web page from elsewhere is refused before anything happens', async () => {
    for (const origin of ['http://evil.example', 'https://localhost.evil.example', 'null', 'http://10.0.0.1', 'file://']) {
      assert.equal((await listTables({ origin })).status, 403, origin);
      assert.equal((await request(server, { path: '/echo', headers: { origin } })).status, 403, origin);
      const preflight = await request(server, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST' },
      });
      assert.equal(preflight.headers['access-control-allow-origin'], undefined, origin);
    }
  });

  test('a name that is not this machine’s is refused: DNS may be made to point here', async () => {
    for (const host of ['evil.example', `evil.example:${server.port}`, 'localhost.evil.example', '192.168.0.1', 'localhost@evil.example']) {
      assert.equal((await listTables({ host })).status, 403, host);
    }
  });

  test('this machine’s own pages and names are welcome', async () => {
    for (const origin of ['http://localhost:3000', 'http://127.0.0.1', 'http://[::1]:5173', 'http://app.localhost:3000']) {
      const answer = await listTables({ origin });
      assert.equal(answer.status, 200, origin);
      assert.equal(answer.headers['access-control-allow-origin'], origin);
    }
    for (const host of ['localhost', `localhost:${server.port}`, 'tables.localhost', '127.0.0.1', `[::1]:${server.port}`, 'LOCALHOST']) {
      assert.equal((await listTables({ host })).status, 200, host);
    }
  });
});

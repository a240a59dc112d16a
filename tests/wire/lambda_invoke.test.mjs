// Invocations with AWS's SDK: handlers in Node, Python and programs of their own.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import { describe, test } from 'node:test';

import { InvokeCommand, UpdateFunctionCodeCommand } from '@aws-sdk/client-lambda';

import { createFunction, failure, invoke, lambdaClient } from './support/functions.mjs';
import { Server } from './support/server.mjs';
import { createTable } from './support/tables.mjs';
import { makeZip } from './support/zip.mjs';

async function start(t, options) {
  const server = await Server.start(options);
  t.after(() => server.stop());
  return { server, lambda: lambdaClient(t, server) };
}

const clock = (server, change) =>
  fetch(`${server.url}/_tombola/clock`, { method: 'POST', body: JSON.stringify(change) });

describe('Invoke', () => {
  test('gives what the handler returns, with the log for who asks', async (t) => {
    const { lambda } = await start(t);
    await createFunction(lambda, 'f', {
      'src/app.mjs':
        "export const handler = async (event, context) => {\n  console.log('hello from', event.name);\n" +
        '  return { event, arn: context.invokedFunctionArn, id: context.awsRequestId,\n' +
        '    root: process.cwd() === process.env.LAMBDA_TASK_ROOT, handler: process.env._HANDLER };\n};',
    }, { Handler: 'src/app.handler' });
    const answer = await invoke(lambda, 'f', { name: 'Anna' }, { LogType: 'Tail' });
    assert.equal(answer.status, 200);
    assert.equal(answer.error, undefined);
    assert.equal(answer.version, '$LATEST');
    assert.deepEqual(answer.payload, {
      event: { name: 'Anna' },
      arn: 'arn:aws:lambda:us-east-1:000000000000:function:f',
      id: answer.requestId,
      root: true,
      handler: 'src/app.handler',
    });
    assert.match(answer.log, /^START RequestId: .* Version: \$LATEST\n/);
    assert.match(answer.log, /\tINFO\thello from Anna\n/);
    assert.match(answer.log, /\nREPORT RequestId: /);
    assert.equal((await invoke(lambda, 'f', {})).log, undefined);
  });

  test('a function that fails is a 200 with X-Amz-Function-Error', async (t) => {
    const { lambda } = await start(t);
    await createFunction(lambda, 'throws', {
      'index.js': 'exports.handler = async () => { throw new TypeError("no"); };',
    });
    const thrown = await invoke(lambda, 'throws');
    assert.equal(thrown.status, 200);
    assert.equal(thrown.error, 'Unhandled');
    assert.equal(thrown.payload.errorType, 'TypeError');
    assert.equal(thrown.payload.errorMessage, 'no');

    await createFunction(lambda, 'missing', { 'other.js': '' });
    const missing = await invoke(lambda, 'missing');
    assert.equal(missing.error, 'Unhandled');
    assert.equal(missing.payload.errorType, 'Runtime.ImportModuleError');
    // As AWS's users report it; the stack ends at Lambda's own file there.
    assert.match(missing.payload.errorMessage, /^Error: Cannot find module 'index'\nRequire stack:\n- .*\/index\.js$/);

    await createFunction(lambda, 'slow', { 'index.js': 'exports.handler = () => new Promise(() => setInterval(() => {}, 1000));' }, { Timeout: 1 });
    const slow = await invoke(lambda, 'slow');
    assert.equal(slow.error, 'Unhandled');
    assert.match(slow.payload.errorMessage, /Task timed out after 1\.00 seconds$/);
  });

  test('runs Python, packages and all', async (t) => {
    const { lambda } = await start(t);
    await createFunction(lambda, 'py', {
      'src/__init__.py': '',
      'src/colors.py': 'COLOR = "blue"\n',
      'src/app.py':
        'from .colors import COLOR\nfrom src.colors import COLOR as SAME\n' +
        'def handler(event, context):\n    return [COLOR, SAME, event, context.function_name]\n',
    }, { Runtime: 'python3.12', Handler: 'src/app.handler' });
    assert.deepEqual((await invoke(lambda, 'py', { a: 1 })).payload, ['blue', 'blue', { a: 1 }, 'py']);
    await createFunction(lambda, 'py-missing', { 'a.py': '' }, { Runtime: 'python3.12', Handler: 'app.handler' });
    const missing = await invoke(lambda, 'py-missing');
    assert.equal(missing.payload.errorType, 'Runtime.ImportModuleError');
    assert.equal(missing.payload.errorMessage, "Unable to import module 'app': No module named 'app'");
  });

  test('runs a program named bootstrap, as it is', async (t) => {
    const { lambda } = await start(t);
    const script = `#!/usr/bin/python3
import http.client, json, os
api = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
while True:
    api.request("GET", "/2018-06-01/runtime/invocation/next")
    answer = api.getresponse()
    event = json.loads(answer.read())
    body = json.dumps({"event": event, "handler": os.environ["_HANDLER"],
                       "env": os.environ.get("AWS_EXECUTION_ENV")})
    api.request("POST", "/2018-06-01/runtime/invocation/%s/response" % answer.headers["Lambda-Runtime-Aws-Request-Id"], body)
    api.getresponse().read()
`;
    await createFunction(lambda, 'own', { bootstrap: { text: script, mode: 0o755 } }, {
      Runtime: 'provided.al2023',
      Handler: 'any.thing',
    });
    for (let i = 0; i < 2; ++i) {
      assert.deepEqual((await invoke(lambda, 'own', { i })).payload, { event: { i }, handler: 'any.thing', env: null });
    }
    await createFunction(lambda, 'none', { bootstrap: script }, { Runtime: 'provided.al2023', Handler: 'h' });
    const none = await invoke(lambda, 'none');
    assert.equal(none.error, 'Unhandled');
    assert.equal(none.payload.errorType, 'Runtime.InvalidEntrypoint');
  });

  test('a bundle that leaves the SDK out finds one, as a module and by require, and calls back', async (t) => {
    const { server, lambda } = await start(t);
    await createTable(server, { name: 'Things' });
    const body =
      "{ const { TableNames } = await new DynamoDBClient({}).send(new ListTablesCommand({})); return TableNames; };";
    await createFunction(lambda, 'module', {
      'index.mjs': `import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';\nexport const handler = async () => ${body}`,
    });
    await createFunction(lambda, 'bundle', {
      'index.js': `const { DynamoDBClient, ListTablesCommand } = require('@aws-sdk/client-dynamodb');\nexports.handler = async () => ${body}`,
    });
    assert.deepEqual((await invoke(lambda, 'module')).payload, ['Things']);
    assert.deepEqual((await invoke(lambda, 'bundle')).payload, ['Things']);
  });

  test('functions that invoke functions do not block each other on one socket thread', async (t) => {
    const { lambda } = await start(t);
    await createFunction(lambda, 'inner', { 'index.js': 'exports.handler = async (e) => e.n + 1;' });
    await createFunction(lambda, 'outer', {
      'index.mjs':
        "import http from 'node:http';\n" +
        'export const handler = (event) => new Promise((resolve, reject) => {\n' +
        "  const url = process.env.AWS_ENDPOINT_URL + '/2015-03-31/functions/inner/invocations';\n" +
        "  const call = http.request(url, { method: 'POST', headers: { 'X-Amz-Date': '20260102T030405Z',\n" +
        "    Authorization: 'AWS4-HMAC-SHA256 Credential=a/20260102/us-east-1/lambda/aws4_request, SignedHeaders=host, Signature=b' } },\n" +
        "    (answer) => { let text = ''; answer.on('data', (part) => (text += part)); answer.on('end', () => resolve(JSON.parse(text))); });\n" +
        "  call.on('error', reject);\n  call.end(JSON.stringify(event));\n});",
    });
    const answers = await Promise.all(
      Array.from({ length: 16 }, (_, n) => invoke(lambda, 'outer', { n })),
    );
    assert.deepEqual(answers.map((answer) => answer.payload), Array.from({ length: 16 }, (_, n) => n + 1));
  });

  test('an invocation under way ends with the code it began with', async (t) => {
    const { lambda } = await start(t);
    // The handler waits for an answer of this server.
    const gate = http.createServer().listen(0, '127.0.0.1');
    t.after(() => gate.close());
    await once(gate, 'listening');
    const entered = once(gate, 'request');
    await createFunction(lambda, 'f', {
      'index.js':
        "exports.handler = () => new Promise((resolve) => require('http').get(process.env.GATE, () => resolve('old')));",
    }, { Environment: { Variables: { GATE: `http://127.0.0.1:${gate.address().port}/` } } });
    const held = invoke(lambda, 'f');
    const [, answer] = await entered;
    await lambda.send(
      new UpdateFunctionCodeCommand({
        FunctionName: 'f',
        ZipFile: makeZip({ 'index.js': "exports.handler = async () => 'new';" }),
      }),
    );
    assert.equal((await invoke(lambda, 'f')).payload, 'new');
    answer.end();
    assert.equal((await held).payload, 'old');
  });

  test('Event is accepted, tried three times by the service clock, and waited for', async (t) => {
    const { server, lambda } = await start(t);
    await createFunction(lambda, 'fails', {
      'index.js': "exports.handler = async (e) => { console.log('attempt', e.a); throw new Error('no'); };",
    });
    await clock(server, { freeze: true });
    const accepted = await invoke(lambda, 'fails', { a: 1 }, { InvocationType: 'Event' });
    assert.equal(accepted.status, 202);
    assert.equal(accepted.payload, undefined);
    const busy = await fetch(`${server.url}/_tombola/idle`);
    assert.equal(busy.status, 409);
    assert.match((await busy.json()).waiting_for[0], /^asynchronous invocation of fails, attempt 2 is due in 60000 ms$/);
    await clock(server, { advance: 60 });
    await fetch(`${server.url}/_tombola/idle`);
    await clock(server, { advance: 120 });
    await server.idle();
    assert.equal(server.lines.filter((line) => line.includes('attempt 1')).length, 3);
  });

  test('DryRun runs nothing, nonsense and what is too large neither', async (t) => {
    const { server, lambda } = await start(t);
    await createFunction(lambda, 'f', { 'index.js': "exports.handler = async () => console.log('ran');" });
    assert.equal((await invoke(lambda, 'f', {}, { InvocationType: 'DryRun' })).status, 204);
    const nonsense = await failure(lambda.send(new InvokeCommand({ FunctionName: 'f', Payload: '{' })));
    assert.equal(nonsense.name, 'InvalidRequestContentException');
    const large = await failure(
      lambda.send(new InvokeCommand({ FunctionName: 'f', Payload: JSON.stringify('x'.repeat(6_291_456)) })),
    );
    assert.equal(large.$metadata.httpStatusCode, 413);
    assert.match(large.message, /^Request must be smaller than 6291456 bytes/);
    const event = await failure(
      lambda.send(new InvokeCommand({
        FunctionName: 'f', InvocationType: 'Event', Payload: JSON.stringify('x'.repeat(1_048_576)),
      })),
    );
    assert.match(event.message, /^1048578 byte payload is too large for the Event invocation type/);
    await server.idle();
    assert.ok(!server.lines.some((line) => line.includes('ran')));
  });
});

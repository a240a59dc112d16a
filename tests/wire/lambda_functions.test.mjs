// Functions made, read, changed and deleted with AWS's SDK.
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { json } from 'node:stream/consumers';
import { describe, test } from 'node:test';

import {
  DeleteFunctionCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  GetFunctionRecursionConfigCommand,
  GetRuntimeManagementConfigCommand,
  ListFunctionsCommand,
  ListProvisionedConcurrencyConfigsCommand,
  PutFunctionRecursionConfigCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  paginateListFunctions,
  waitUntilFunctionActiveV2,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda';

import { createFunction, failure, invoke, lambdaClient } from './support/functions.mjs';
import { Server, handler, temporaryFolder } from './support/server.mjs';
import { makeZip } from './support/zip.mjs';

const returning = (value) => ({ 'index.mjs': `export const handler = async () => ${value};` });

async function start(t, options) {
  const server = await Server.start(options);
  t.after(() => server.stop());
  return { server, lambda: lambdaClient(t, server) };
}

describe('functions of the Lambda API', () => {
  test('live as AWS’s do, and their waiters are content', async (t) => {
    const { lambda } = await start(t);
    const zip = makeZip(returning(1));
    const created = await createFunction(lambda, 'f', {}, { Code: { ZipFile: zip } });
    assert.equal(created.State, 'Pending');
    assert.equal(created.FunctionArn, 'arn:aws:lambda:us-east-1:000000000000:function:f');
    assert.equal(created.CodeSha256, crypto.createHash('sha256').update(zip).digest('base64'));
    assert.equal(created.CodeSize, zip.length);
    await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 60 }, { FunctionName: 'f' });
    assert.equal((await invoke(lambda, 'f')).payload, 1);

    const { Code } = await lambda.send(new GetFunctionCommand({ FunctionName: 'f' }));
    const fetched = Buffer.from(await (await fetch(Code.Location)).arrayBuffer());
    assert.deepEqual(fetched, zip);

    const updated = await lambda.send(
      new UpdateFunctionCodeCommand({ FunctionName: 'f', ZipFile: makeZip(returning(2)) }),
    );
    assert.equal(updated.LastUpdateStatus, 'InProgress');
    await waitUntilFunctionUpdatedV2({ client: lambda, maxWaitTime: 60 }, { FunctionName: 'f' });
    assert.equal((await invoke(lambda, 'f')).payload, 2);
    assert.equal((await fetch(Code.Location)).status, 404);

    const deleted = await lambda.send(new DeleteFunctionCommand({ FunctionName: 'f' }));
    assert.equal(deleted.$metadata.httpStatusCode, 204);
    const error = await failure(invoke(lambda, 'f'));
    assert.equal(error.name, 'ResourceNotFoundException');
    assert.equal(error.message, 'Function not found: arn:aws:lambda:us-east-1:000000000000:function:f');
    assert.equal(error.$metadata.httpStatusCode, 404);
  });

  test('take up changed settings with the next invocation', async (t) => {
    const { lambda } = await start(t);
    const files = {
      'index.mjs':
        'export const handler = async (e, c) => [process.env.COLOR, c.memoryLimitInMB];\n' +
        'export const other = async () => "other";',
    };
    await createFunction(lambda, 'f', files, { Environment: { Variables: { COLOR: 'red' } } });
    assert.deepEqual((await invoke(lambda, 'f')).payload, ['red', '128']);
    await lambda.send(
      new UpdateFunctionConfigurationCommand({
        FunctionName: 'f',
        Environment: { Variables: { COLOR: 'blue' } },
        MemorySize: 512,
      }),
    );
    assert.deepEqual((await invoke(lambda, 'f')).payload, ['blue', '512']);
    await lambda.send(
      new UpdateFunctionConfigurationCommand({ FunctionName: 'f', Handler: 'index.other' }),
    );
    assert.equal((await invoke(lambda, 'f')).payload, 'other');
  });

  test('outlive the server, code and all', async (t) => {
    const data = path.join(temporaryFolder(), 'data');
    const first = await Server.start({ data });
    const lambda = lambdaClient(t, first);
    await createFunction(lambda, 'kept', returning('"kept"'), { Description: 'd' });
    await createFunction(lambda, 'gone', returning(0));
    await lambda.send(new DeleteFunctionCommand({ FunctionName: 'gone' }));
    await first.stop();
    fs.chmodSync(path.join(data, 'work'), 0o700);
    fs.rmSync(path.join(data, 'work'), { recursive: true, force: true });

    const { lambda: again } = await start(t, { data });
    const { Functions } = await again.send(new ListFunctionsCommand({}));
    assert.deepEqual(Functions.map((each) => [each.FunctionName, each.Description]), [['kept', 'd']]);
    assert.equal((await invoke(again, 'kept')).payload, 'kept');
    assert.equal(fs.readdirSync(path.join(data, 'code')).length, 1);
  });

  test('are listed page by page, those of the command line among them', async (t) => {
    const { lambda } = await start(t, { args: ['--http', `GET /echo=${handler('echo.mjs')}`] });
    for (const name of ['a', 'b', 'z']) await createFunction(lambda, name, returning(0));
    const names = [];
    for await (const page of paginateListFunctions({ client: lambda, pageSize: 3 }, {})) {
      names.push(page.Functions.map((each) => each.FunctionName));
    }
    assert.deepEqual(names, [['a', 'b', 'echo'], ['z']]);

    const declared = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: 'echo' }));
    assert.equal(declared.Handler, 'echo.handler');
    assert.match(declared.Runtime, /^nodejs\d+\.x$/);
    const error = await failure(lambda.send(new DeleteFunctionCommand({ FunctionName: 'echo' })));
    assert.equal(error.name, 'InvalidParameterValueException');
    assert.equal((await failure(createFunction(lambda, 'echo', returning(0)))).name, 'ResourceConflictException');
  });

  test('run in place from a folder, and are taken up as it changes', async (t) => {
    const { lambda } = await start(t);
    const folder = temporaryFolder();
    fs.writeFileSync(path.join(folder, 'index.mjs'), returning(1)['index.mjs']);
    await createFunction(lambda, 'f', {}, { Code: { S3Bucket: 'hot-reload', S3Key: folder } });
    assert.equal((await invoke(lambda, 'f')).payload, 1);
    fs.writeFileSync(path.join(folder, 'index.mjs'), returning('"changed"')['index.mjs']);
    assert.equal((await invoke(lambda, 'f')).payload, 'changed');
  });
});

test('what Terraform and SAM read of each function, and may set', async (t) => {
  const { lambda } = await start(t);
  await createFunction(lambda, 'f', returning('1'));
  const name = { FunctionName: 'f' };
  const recursion = async () =>
    (await lambda.send(new GetFunctionRecursionConfigCommand(name))).RecursiveLoop;
  assert.equal(await recursion(), 'Terminate');
  await lambda.send(new PutFunctionRecursionConfigCommand({ ...name, RecursiveLoop: 'Allow' }));
  assert.equal(await recursion(), 'Allow');
  const runtime = await lambda.send(new GetRuntimeManagementConfigCommand(name));
  assert.equal(runtime.UpdateRuntimeOn, 'Auto');
  const provisioned = await lambda.send(new ListProvisionedConcurrencyConfigsCommand(name));
  assert.deepEqual(provisioned.ProvisionedConcurrencyConfigs, []);
});

describe('the REST protocol', () => {
  const unsigned = (server, target, options = {}) => fetch(server.url + target, options);
  const signed = (server, target, options = {}) =>
    unsigned(server, target, {
      ...options,
      headers: {
        'X-Amz-Date': '20260102T030405Z',
        Authorization:
          'AWS4-HMAC-SHA256 Credential=a/20260102/us-east-1/lambda/aws4_request, ' +
          'SignedHeaders=host;x-amz-date, Signature=b',
        ...options.headers,
      },
    });

  test('tells an error by status, header and body', async (t) => {
    const { server } = await start(t);
    const missing = await signed(server, '/2015-03-31/functions/f');
    assert.equal(missing.status, 404);
    assert.equal(missing.headers.get('x-amzn-ErrorType'), 'ResourceNotFoundException');
    assert.match(missing.headers.get('x-amzn-RequestId'), /^[0-9a-f]{8}-/);
    assert.deepEqual(await missing.json(), {
      Type: 'User',
      Message: 'Function not found: arn:aws:lambda:us-east-1:000000000000:function:f',
    });

    const wrong = await signed(server, '/2015-03-31/functions/?MaxItems=0');
    assert.equal(wrong.status, 400);
    assert.equal(wrong.headers.get('x-amzn-ErrorType'), 'ValidationException');

    const body = await signed(server, '/2015-03-31/functions', { method: 'POST', body: '[]' });
    assert.equal(body.status, 400);
    assert.equal(body.headers.get('x-amzn-ErrorType'), 'InvalidRequestContentException');
  });

  test('wants a signature', async (t) => {
    const { server } = await start(t);
    const answer = await unsigned(server, '/2015-03-31/functions');
    assert.equal(answer.status, 403);
    assert.equal(answer.headers.get('x-amzn-ErrorType'), 'MissingAuthenticationTokenException');
    assert.deepEqual(await answer.json(), { message: 'Missing Authentication Token' });
  });

  test('knows what it does not serve, and what nobody does', async (t) => {
    const { server } = await start(t);
    const unserved = await signed(server, '/2020-04-22/code-signing-configs', { method: 'POST' });
    assert.equal(unserved.status, 400);
    assert.equal((await unserved.json()).message, 'Tombola does not support CreateCodeSigningConfig yet.');
    for (const target of ['/2015-03-31/nothing', '/2015-03-31/functions/f/nothing']) {
      assert.equal((await signed(server, target)).status, 404);
    }
  });

  test('is no page’s to call', async (t) => {
    const { server } = await start(t);
    const answer = await signed(server, '/2015-03-31/functions', {
      headers: { Origin: 'https://example.com' },
    });
    assert.equal(answer.status, 403);
  });

  test('takes packages of tens of megabytes, and DynamoDB still none of more than 16', async (t) => {
    const { server, lambda } = await start(t);
    const created = await createFunction(lambda, 'large', {
      ...returning('"large"'),
      'data.bin': crypto.randomBytes(20_000_000).toString('base64'),
    });
    assert.ok(created.CodeSize > 20_000_000);
    assert.equal((await invoke(lambda, 'large')).payload, 'large');
    const refused = await signed(server, '/', {
      method: 'POST',
      body: `{"TableName":"${'x'.repeat(16_777_216)}"}`,
      headers: {
        'Content-Type': 'application/x-amz-json-1.0',
        'X-Amz-Target': 'DynamoDB_20120810.DescribeTable',
      },
    });
    assert.equal(refused.status, 413);
  });

  test('refuses what is larger than a package may be by its head', async (t) => {
    const { server } = await start(t);
    const announced = http.request(`${server.url}/2015-03-31/functions/`, {
      method: 'POST',
      headers: { 'Content-Length': 70_167_212 },
    });
    announced.on('error', () => {});
    announced.flushHeaders();
    const [answer] = await once(announced, 'response');
    assert.equal(answer.statusCode, 413);
    assert.equal(answer.headers['x-amzn-errortype'], 'RequestEntityTooLargeException');
    assert.deepEqual(await json(answer), {
      Type: 'User',
      message: 'Request must be smaller than 70167211 bytes for the CreateFunction operation',
    });
    announced.destroy();
  });
});

// Layers of functions, with what is in them where handlers of each kind look for it.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';

import {
  AddLayerVersionPermissionCommand,
  DeleteFunctionCommand,
  DeleteLayerVersionCommand,
  GetFunctionCommand,
  GetLayerVersionByArnCommand,
  GetLayerVersionPolicyCommand,
  ListLayersCommand,
  ListLayerVersionsCommand,
  PublishLayerVersionCommand,
  RemoveLayerVersionPermissionCommand,
  ResourceNotFoundException,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';

import { createFunction, failure, invoke, lambdaClient } from './support/functions.mjs';
import { Server, temporaryFolder } from './support/server.mjs';
import { makeZip } from './support/zip.mjs';

async function start(t, options) {
  const server = await Server.start(options);
  t.after(() => server.stop());
  return { server, lambda: lambdaClient(t, server) };
}

const publish = (lambda, LayerName, files) =>
  lambda.send(new PublishLayerVersionCommand({ LayerName, Content: { ZipFile: makeZip(files) } }));
const greet = (text) => ({
  'nodejs/node_modules/greeting/index.js': `module.exports = '${text}';`,
  'bin/tool': { text: `#!/bin/sh\necho ${text}\n`, mode: 0o755 },
});

describe('layers', () => {
  test('are merged in their order, for Node', async (t) => {
    const { lambda } = await start(t);
    const first = await publish(lambda, 'first', { ...greet('one'), 'lib/x': 'x' });
    const second = await publish(lambda, 'second', greet('two'));
    assert.equal(first.Version, 1);
    assert.equal(first.Content.CodeSize > 0, true);
    const code = {
      'index.js': `const { execFileSync } = require('node:child_process');
        exports.handler = async () => [require('greeting'), execFileSync('tool').toString().trim(),
          process.env.LD_LIBRARY_PATH.endsWith('/lib')];`,
    };
    const Layers = [first.LayerVersionArn, second.LayerVersionArn];
    const made = await createFunction(lambda, 'f', code, { Layers });
    assert.deepEqual(made.Layers.map((layer) => layer.Arn), Layers);
    assert.deepEqual((await invoke(lambda, 'f')).payload, ['two', 'two', true]);

    await lambda.send(
      new UpdateFunctionConfigurationCommand({ FunctionName: 'f', Layers: [...Layers].reverse() }),
    );
    assert.deepEqual((await invoke(lambda, 'f')).payload, ['one', 'one', true]);
    await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'f', Layers: [] }));
    assert.equal((await invoke(lambda, 'f')).error, 'Unhandled');
  });

  test('have packages for Python and a bootstrap for other runtimes', async (t) => {
    const { lambda } = await start(t);
    const packages = await publish(lambda, 'packages', { 'python/greeting.py': "TEXT = 'hello'" });
    await createFunction(
      lambda,
      'snake',
      { 'app.py': 'import greeting\ndef handler(event, context):\n    return greeting.TEXT\n' },
      { Runtime: 'python3.11', Handler: 'app.handler', Layers: [packages.LayerVersionArn] },
    );
    assert.equal((await invoke(lambda, 'snake')).payload, 'hello');

    const runtime = await publish(lambda, 'runtime', {
      bootstrap: {
        mode: 0o755,
        text: `#!${process.execPath}
          const api = 'http://' + process.env.AWS_LAMBDA_RUNTIME_API + '/2018-06-01/runtime/invocation/';
          const loop = async () => {
            const next = await fetch(api + 'next');
            const id = next.headers.get('lambda-runtime-aws-request-id');
            await next.text();
            await fetch(api + id + '/response', { method: 'POST', body: JSON.stringify(process.cwd() === process.env.LAMBDA_TASK_ROOT) });
            return loop();
          };
          loop();`,
      },
    });
    await createFunction(lambda, 'own', { 'data.txt': 'x' }, {
      Runtime: 'provided.al2023',
      Layers: [runtime.LayerVersionArn],
    });
    assert.equal((await invoke(lambda, 'own')).payload, true);
  });

  test('stay with a function after they are deleted, and over a restart', async (t) => {
    const data = path.join(temporaryFolder(), 'data');
    const { server, lambda } = await start(t, { data });
    const layer = await publish(lambda, 'l', greet('kept'));
    const code = { 'index.js': "exports.handler = async () => require('greeting');" };
    await createFunction(lambda, 'f', code, { Layers: [layer.LayerVersionArn] });
    await lambda.send(new DeleteLayerVersionCommand({ LayerName: 'l', VersionNumber: 1 }));
    const gone = await failure(
      lambda.send(new GetLayerVersionByArnCommand({ Arn: layer.LayerVersionArn })),
    );
    assert.ok(gone instanceof ResourceNotFoundException);
    assert.equal((await lambda.send(new ListLayersCommand({}))).Layers.length, 0);
    await server.stop();

    const again = await start(t, { data });
    assert.equal((await invoke(again.lambda, 'f')).payload, 'kept');
    const { Configuration } = await again.lambda.send(new GetFunctionCommand({ FunctionName: 'f' }));
    assert.equal(Configuration.Layers[0].Arn, layer.LayerVersionArn);
    assert.equal((await publish(again.lambda, 'l', greet('new'))).Version, 2);
    await again.lambda.send(new DeleteFunctionCommand({ FunctionName: 'f' }));
    // The new version's archive only.
    assert.equal(fs.readdirSync(path.join(data, 'code')).length, 1);
  });

  test('can be fetched, listed and shared', async (t) => {
    const { lambda } = await start(t);
    const layer = await publish(lambda, 'l', greet('one'));
    await publish(lambda, 'l', greet('two'));
    const found = await lambda.send(
      new GetLayerVersionByArnCommand({ Arn: layer.LayerVersionArn }),
    );
    const archive = Buffer.from(await (await fetch(found.Content.Location)).arrayBuffer());
    assert.deepEqual(archive, Buffer.from(makeZip(greet('one'))));
    const { LayerVersions } = await lambda.send(new ListLayerVersionsCommand({ LayerName: 'l' }));
    assert.deepEqual(LayerVersions.map((version) => version.Version), [2, 1]);
    const statement = { LayerName: 'l', VersionNumber: 1, StatementId: 's' };
    await lambda.send(
      new AddLayerVersionPermissionCommand({
        ...statement,
        Action: 'lambda:GetLayerVersion',
        Principal: '*',
      }),
    );
    const { Policy } = await lambda.send(
      new GetLayerVersionPolicyCommand({ LayerName: 'l', VersionNumber: 1 }),
    );
    assert.equal(JSON.parse(Policy).Statement[0].Resource, layer.LayerVersionArn);
    await lambda.send(new RemoveLayerVersionPermissionCommand(statement));
    const none = await failure(
      lambda.send(new GetLayerVersionPolicyCommand({ LayerName: 'l', VersionNumber: 1 })),
    );
    assert.equal(none.message, 'No policy is associated with the given resource.');
  });
});

// Parameter Store with AWS's SDK, and what the CDK CLI asks of it.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  DeleteParameterCommand,
  GetParameterCommand,
  GetParametersByPathCommand,
  PutParameterCommand,
  paginateGetParametersByPath,
} from '@aws-sdk/client-ssm';

import { failure } from './support/functions.mjs';
import { Server, temporaryFolder } from './support/server.mjs';
import { ssmClient } from './support/services.mjs';

async function start(t, options) {
  const server = await Server.start(options);
  t.after(() => server.stop());
  return { server, ssm: ssmClient(t, server) };
}

test('parameters are put, read by path, and kept over a restart', async (t) => {
  const data = temporaryFolder();
  const { server, ssm } = await start(t, { data });
  for (const [name, Type] of [['a', 'String'], ['b', 'SecureString'], ['c', 'StringList']]) {
    const { Version } = await ssm.send(new PutParameterCommand({ Name: `/app/${name}`, Value: name, Type }));
    assert.equal(Version, 1);
  }
  const names = [];
  const pages = paginateGetParametersByPath({ client: ssm, pageSize: 2 }, { Path: '/app', WithDecryption: true });
  for await (const { Parameters } of pages) names.push(...Parameters.map((one) => [one.Name, one.Value]));
  assert.deepEqual(names, [['/app/a', 'a'], ['/app/b', 'b'], ['/app/c', 'c']]);
  await server.stop();

  const { ssm: again } = await start(t, { data });
  const { Parameter } = await again.send(new GetParameterCommand({ Name: '/app/a' }));
  assert.equal(Parameter.Value, 'a');
  assert.ok(Parameter.LastModifiedDate instanceof Date);
  assert.ok(Math.abs(Parameter.LastModifiedDate - Date.now()) < 3_600_000);
  await again.send(new DeleteParameterCommand({ Name: '/app/a' }));
  const { Parameters } = await again.send(new GetParametersByPathCommand({ Path: '/app' }));
  assert.deepEqual(Parameters.map((one) => one.Name), ['/app/b', '/app/c']);
});

test('errors are of their kind', async (t) => {
  const { ssm } = await start(t);
  const missing = await failure(ssm.send(new GetParameterCommand({ Name: 'nobody' })));
  assert.equal(missing.name, 'ParameterNotFound');
  assert.equal(missing.$metadata.httpStatusCode, 400);
  await ssm.send(new PutParameterCommand({ Name: 'p', Value: 'a', Type: 'String' }));
  const there = await failure(ssm.send(new PutParameterCommand({ Name: 'p', Value: 'a', Type: 'String' })));
  assert.equal(there.name, 'ParameterAlreadyExists');
  assert.match(there.message, /^The parameter already exists\./);
  const invalid = await failure(ssm.send(new GetParameterCommand({ Name: 'a b' })));
  assert.equal(invalid.name, 'ValidationException');
});

test('the version that cdk bootstrap would have written', async (t) => {
  const { ssm } = await start(t);
  const { Parameter } = await ssm.send(new GetParameterCommand({ Name: '/cdk-bootstrap/hnb659fds/version' }));
  assert.ok(Number(Parameter.Value) >= 6);
});

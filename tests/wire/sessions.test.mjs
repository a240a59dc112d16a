// STS with AWS's SDK: who calls, and the credentials of roles.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import {
  AssumeRoleCommand,
  GetAccessKeyInfoCommand,
  GetCallerIdentityCommand,
  GetSessionTokenCommand,
  STSClient,
} from '@aws-sdk/client-sts';

import { failure } from './support/functions.mjs';
import { clientSettings, Server, temporaryFolder } from './support/server.mjs';
import { createTable } from './support/tables.mjs';

const RoleArn = 'arn:aws:iam::123456789012:role/teams/deploy';

async function start(t, args) {
  const server = await Server.start({ args });
  t.after(() => server.stop());
  return server;
}

// A client that ends with the test.
function client(t, server, Client, credentials) {
  const made = new Client({ ...clientSettings(server.url), ...(credentials && { credentials }) });
  t.after(() => made.destroy());
  return made;
}

const keysOf = ({ Credentials }) => ({
  accessKeyId: Credentials.AccessKeyId,
  secretAccessKey: Credentials.SecretAccessKey,
  sessionToken: Credentials.SessionToken,
});

test('whoever has the credentials of a role is its session', async (t) => {
  const server = await start(t);
  const sts = client(t, server, STSClient);
  const root = await sts.send(new GetCallerIdentityCommand({}));
  assert.equal(root.Account, '000000000000');
  assert.equal(root.Arn, 'arn:aws:iam::000000000000:root');

  const answer = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'me', DurationSeconds: 900 }));
  assert.match(answer.Credentials.AccessKeyId, /^ASIA[A-Z2-7]{16}$/);
  const seconds = (answer.Credentials.Expiration - Date.now()) / 1000;
  assert.ok(seconds > 600 && seconds <= 900, String(seconds));

  const assumed = client(t, server, STSClient, keysOf(answer));
  const { Account, Arn, UserId } = await assumed.send(new GetCallerIdentityCommand({}));
  assert.equal(Account, '123456789012');
  assert.equal(Arn, 'arn:aws:sts::123456789012:assumed-role/deploy/me');
  assert.equal(UserId, answer.AssumedRoleUser.AssumedRoleId);
  const info = await sts.send(new GetAccessKeyInfoCommand({ AccessKeyId: answer.Credentials.AccessKeyId }));
  assert.equal(info.Account, '123456789012');

  const token = await assumed.send(new GetSessionTokenCommand({}));
  const again = client(t, server, STSClient, keysOf(token));
  assert.equal((await again.send(new GetCallerIdentityCommand({}))).Arn, Arn);
});

test('errors are of their kind', async (t) => {
  const sts = client(t, await start(t), STSClient);
  const invalid = await failure(sts.send(new AssumeRoleCommand({ RoleArn: `${RoleArn}/`, RoleSessionName: 'me' })));
  assert.equal(invalid.name, 'ValidationError');
  assert.equal(invalid.message, 'Request ARN is invalid');
  assert.equal(invalid.$metadata.httpStatusCode, 400);
});

test('with --isolate account a role has the tables of its account', async (t) => {
  const server = await start(t, ['--isolate', 'account']);
  await createTable(server, { name: 'Mine' });
  const sts = client(t, server, STSClient);
  const answer = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'me' }));
  const tables = async (credentials) =>
    (await client(t, server, DynamoDBClient, credentials).send(new ListTablesCommand({}))).TableNames;
  assert.deepEqual(await tables(), ['Mine']);
  assert.deepEqual(await tables(keysOf(answer)), []);
  assert.deepEqual(await tables({ accessKeyId: '123456789012', secretAccessKey: 'x' }), []);
  const { Account } = await sts.send(new GetCallerIdentityCommand({}));
  const own = await sts.send(
    new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${Account}:role/mine`, RoleSessionName: 'me' }),
  );
  assert.deepEqual(await tables(keysOf(own)), ['Mine']);
});

test('with --auth the credentials of a role are verified, too', async (t) => {
  const file = path.join(temporaryFolder(), 'credentials');
  fs.writeFileSync(file, '[default]\naws_access_key_id = AKIATEST\naws_secret_access_key = secret\n');
  const server = await start(t, ['--auth', file]);
  const keys = { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' };
  const sts = client(t, server, STSClient, keys);
  const assumed = keysOf(await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'me' })));
  await client(t, server, DynamoDBClient, assumed).send(new ListTablesCommand({}));

  const forged = { ...assumed, secretAccessKey: 'another' };
  const refusal = await failure(client(t, server, DynamoDBClient, forged).send(new ListTablesCommand({})));
  assert.equal(refusal.name, 'InvalidSignatureException');
  const unknown = { ...assumed, accessKeyId: assumed.accessKeyId.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')) };
  const refused = await failure(client(t, server, STSClient, unknown).send(new GetCallerIdentityCommand({})));
  assert.equal(refused.name, 'InvalidClientTokenId');
  assert.equal(refused.$metadata.httpStatusCode, 403);
});
